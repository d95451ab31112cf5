// Owns what it costs the page to be heard: main thread of each click, key press and scroll, and how long people wait on a busy page.
// Must not time what is sent later: an act is what happens from it to the next.
import { setTimeout as sleep } from 'node:timers/promises'
import { median, quantile } from '../statistics.js'
import { bestPeer, compare, say } from '../tables.js'
import { processorMs, startTrace } from '../trace.js'
import { forget } from '../visit.js'

/** @typedef {import('../stands.js').Stand} Stand */
/** @typedef {import('puppeteer-core').CDPSession} Session */

const slowDown = 4
const everyMs = 150
const kinds = /** @type {const} */ (['click', 'key', 'scroll'])

/** Straight into the browser: what a driver asks the page before it clicks would be counted too. @param {Session} session @param {{ x: number, y: number }} place */
const actsOf = (session, place) => ({
  click: async () => {
    for (const type of /** @type {const} */ (['mousePressed', 'mouseReleased'])) await session.send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 })
  },
  key: async () => {
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'a', code: 'KeyA', text: 'a' })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'a', code: 'KeyA' })
  },
  scroll: () => session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 600, y: 500, deltaX: 0, deltaY: 120 }),
})

export const acts = {
  title: 'Clicks, key presses and scrolls that are heard',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ browser, stands, isQuick, inTurns, progress }) {
    const each = isQuick ? 8 : 25
    const captures = stands.filter(({ contender }) => contender.hasCapture)
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    const open = async (/** @type {Stand} */ stand, /** @type {'empty' | 'acts'} */ kind) => {
      await forget(browser, stands)
      const page = await browser.open(stand.pages.page(kind, { busy: true }))
      await page.waitFor(() => Boolean(/** @type {any} */ (window).calls))
      await sleep(2500) // remote configuration, and what else there is to start
      const place = await page.run(() => {
        const { left, top, width, height } = /** @type {Element} */ (document.querySelector('#flat')).getBoundingClientRect()
        return { x: left + width / 2, y: top + height / 2 }
      })
      const session = await browser.session(page)
      return { page, session, act: actsOf(session, place) }
    }
    const one = async (/** @type {Stand} */ stand, /** @type {'empty' | 'acts'} */ kind) => {
      const { page, session, act } = await open(stand, kind)
      /** @type {Record<string, number[]>} */
      const found = (samples[kind === 'empty' ? 'bare' : stand.name] ??= { inp: [] })
      await act.click()
      await browser.slowDown(page, slowDown)
      for (const name of kinds) {
        if (name === 'key') await page.run(() => document.getElementById('field')?.focus())
        await act[name]()
        await sleep(500)
        /** @type {number[]} */
        const begun = []
        const stop = await startTrace(session, (at) => begun.push(at))
        for (let i = 0; i < each; i++) {
          await page.run(() => void performance.mark('bench-act'))
          await act[name]()
          await sleep(everyMs)
        }
        const tasks = await stop()
        begun.sort((a, b) => a - b)
        const sums = begun.slice(0, -1).map((at, i) => processorMs(tasks.filter(({ ts }) => ts >= at && ts < (begun[i + 1] ?? 0))))
        ;(found[`${name}Median`] ??= []).push(median(sums))
        ;(found[`${name}Worst`] ??= []).push(quantile(sums, 0.99))
      }
      await page.run(() => scrollTo(0, 0))
      await page.run(() => void Object.assign(/** @type {any} */ (window), { isBusy: true }).waits.clear())
      for (let i = 0; i < each; i++) {
        for (const name of /** @type {const} */ (['click', 'key'])) {
          if (name === 'key') await page.run(() => document.getElementById('field')?.focus())
          await act[name]()
          await sleep(everyMs)
        }
      }
      const waits = await page.run(() => [.../** @type {Map<number, number>} */ (/** @type {any} */ (window).waits).values()])
      // Of fewer than 50 acts the worst one, of more the worst but one in 50. https://web.dev/articles/inp
      found.inp?.push(quantile(waits, 1 - Math.floor(waits.length / 50) / waits.length))
      await browser.slowDown(page, 1)
      await page.close()
      const said = kinds.map((name) => `${name} ${say(found[`${name}Median`]?.at(-1) ?? NaN)}`).join(', ')
      progress(`${kind === 'empty' ? 'the bare page' : stand.name}: ${said} ms, INP ${say(found.inp?.at(-1) ?? NaN)} ms`)
    }
    const broken = await inTurns(isQuick ? 1 : 3, async (stand) => {
      if (stand === captures[0]) await one(stand, 'empty')
      if (captures.includes(stand)) await one(stand, 'acts')
    })
    const { bare = {}, ...others } = samples
    const metrics = kinds.flatMap((name) => [
      { key: `${name}Median`, title: `${name}, median`, unit: 'ms', digits: 2 },
      { key: `${name}Worst`, title: `${name}, 99th percentile`, unit: 'ms', digits: 2 },
    ])
    /** @type {import('../tables.js').Samples} */
    const summed = {}
    for (const [name, found] of Object.entries(others)) {
      summed[name] = { inp: found.inp ?? [] }
      // Round by round: what else the machine had to do it had to do for both.
      for (const { key } of metrics) summed[name][key] = (found[key] ?? []).map((ms, i) => ms - (bare[key]?.[i] ?? NaN))
    }
    const best = bestPeer(captures, summed, 'clickMedian')
    const [ours, without] = [median(summed.throughline?.inp ?? []), median(bare.inp ?? [])]
    const noise = Math.max(...(bare.inp ?? [])) - Math.min(...(bare.inp ?? []))
    return {
      broken,
      tables: [
        ...compare(captures, metrics, summed).slice(1),
        {
          heading: 'How long people wait on a busy page (INP)',
          columns: ['', 'each round, ms', 'median, ms'],
          rows: [
            ['no tracker', (bare.inp ?? []).map(say).join(', '), say(without)],
            ...captures.filter(({ name }) => others[name]).map(({ name, contender }) => [contender.title, (others[name]?.inp ?? []).map(say).join(', '), say(median(others[name]?.inp ?? []))]),
          ],
        },
      ],
      notes: [
        `Real input, ${each} of each in a round, ${everyMs} ms apart, on a processor ${slowDown} times slower, with everything heard that a contender can hear of clicks, fields and scrolling: for Throughline \`clicks\`, \`forms\` and \`attention\`. Processor time of the main thread from one act to the next, above the same page without a tracker (whose own: ${kinds.map((name) => `${name} ${say(median(bare[`${name}Median`] ?? []))} ms`).join(', ')}); below zero is noise. What is stored and sent in between is in it.`,
        'The busy page draws 300 rows and computes for 5 ms after each click and each letter. Browsers tell waits in steps of 8 ms. PostHog does not hear scrolling as it is set up.',
      ],
      aims: [
        { what: 'main thread of a click with everything heard, 4 x', aim: 'below every peer', found: `${say(median(summed.throughline?.clickMedian ?? []))} ms (best peer: ${best?.title} ${say(best?.value ?? NaN)} ms)`, isKept: median(summed.throughline?.clickMedian ?? []) <= (best?.value ?? 0) },
        { what: 'INP of a busy page with the script and without', aim: 'difference below the noise', found: `${say(ours)} and ${say(without)} ms; without it rounds differ by ${say(noise)} ms`, isKept: ours - without <= Math.max(8, noise) },
      ],
    }
  },
}
