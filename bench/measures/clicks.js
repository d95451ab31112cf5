// Owns the comparison of a captured click: main thread above the bare page, and bytes of JSON.
// Must not time the delivery of other things: nothing else is tracked.
import { median } from '../statistics.js'
import { bestPeer, compare, say } from '../tables.js'
import { processorMs, startTrace } from '../trace.js'
import { forget, quiet } from '../visit.js'
import { setTimeout as sleep } from 'node:timers/promises'

const slowDown = 4
const clicksEach = 10

export const clicks = {
  title: 'A captured click',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ browser, stands, isQuick, inTurns, progress }) {
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    /** @type {number[]} */
    const bare = []
    const one = async (/** @type {import('../stands.js').Stand} */ stand, /** @type {'empty' | 'capture'} */ kind) => {
      await forget(browser, stands)
      const page = await browser.open(stand.pages.page(kind))
      await page.waitFor(() => Boolean(/** @type {any} */ (window).calls))
      await sleep(2500) // remote configuration, and what else there is to start
      const session = await browser.session(page)
      const places = await page.run(() => ['#flat', '#deep'].map((selector) => {
        const { left, top, width, height } = /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect()
        return { x: left + width / 2, y: top + height / 2 }
      }))
      // Straight into the browser: what a driver asks the page before it clicks would be counted too.
      const click = async () => {
        for (const place of places) {
          for (const type of /** @type {const} */ (['mousePressed', 'mouseReleased'])) await session.send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 })
        }
      }
      await click()
      await quiet(stand.sink, 500, 2000)
      await browser.slowDown(page, slowDown)
      const from = stand.sink.received.length
      const stop = await startTrace(session)
      for (let i = 0; i < clicksEach; i++) await click()
      await sleep(500)
      const ms = processorMs(await stop()) / (2 * clicksEach)
      await browser.slowDown(page, 1)
      if (kind === 'capture') await quiet(stand.sink, 5500, 12_000)
      await page.close()
      const sizes = stand.sink.items(from).filter((item) => !/web_vitals|mp_page/i.test(String(item.event))).map((item) => JSON.stringify(item).length)
      return { ms, sizes }
    }
    const captures = stands.filter(({ contender }) => contender.hasCapture)
    const broken = await inTurns(isQuick ? 1 : 3, async (stand) => {
      if (stand === captures[0]) {
        const { ms } = await one(stand, 'empty')
        bare.push(ms)
      }
      if (!captures.includes(stand)) return
      const { ms, sizes } = await one(stand, 'capture')
      if (!sizes.length) throw new Error('No click of it has come')
      const each = (samples[stand.name] ??= { ms: [], flat: [], deep: [], count: [] })
      each.ms?.push(ms)
      each.flat?.push(Math.min(...sizes))
      each.deep?.push(Math.max(...sizes))
      each.count?.push(sizes.length)
      progress(`${stand.name}: ${say(ms)} ms, ${Math.min(...sizes)} to ${Math.max(...sizes)} B, ${sizes.length} events`)
    })
    const bareMs = median(bare)
    for (const each of Object.values(samples)) each.ms = (each.ms ?? []).map((ms) => ms - bareMs)
    const [bestMs, bestBytes] = ['ms', 'flat'].map((key) => bestPeer(captures, samples, key))
    const ours = (/** @type {string} */ key) => median(samples.throughline?.[key] ?? [])
    return {
      broken,
      tables: compare(captures, [
        { key: 'ms', title: 'processor time of the main thread above the bare page, 4 x slower', unit: 'ms a click', digits: 2 },
        { key: 'flat', title: 'event of a button in the body', unit: 'B of JSON' },
        { key: 'deep', title: 'event of a link 15 levels deep', unit: 'B of JSON' },
        { key: 'count', title: `events of ${2 * clicksEach} clicks`, unit: 'count' },
      ], samples),
      notes: [`Real mouse clicks, ${clicksEach} on each of two elements, with everything the main thread did from the first to 0.5 s after the last; the bare page's own ${say(bareMs)} ms a click are taken off. Segment, RudderStack, Snowplow and Jitsu capture no clicks by themselves. Bytes are those of one whole event before compression, as it would be in a body.`],
      aims: [
        { what: 'captured click, bytes of JSON', aim: '<= 500', found: `${say(ours('flat'))} and ${say(ours('deep'))} B (best peer: ${bestBytes?.title} ${say(bestBytes?.value ?? NaN)})`, isKept: ours('deep') <= 500 },
        { what: 'main thread of a captured click above the bare page, 4 x', aim: '<= 2 ms', found: `${say(ours('ms'))} ms (best peer: ${bestMs?.title} ${say(bestMs?.value ?? NaN)} ms)`, isKept: ours('ms') <= 2 },
      ],
    }
  },
}
