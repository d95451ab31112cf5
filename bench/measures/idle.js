// Owns the comparison of what a page costs that does nothing: timers while idle, and while offline with events waiting.
// Must not measure time: timers are counted by wrapping them before anybody's script runs.
import { setTimeout as sleep } from 'node:timers/promises'
import { inParallel } from '../inParallel.js'
import { compare, say } from '../tables.js'
import { quiet, trackMany, until, visit } from '../visit.js'

const waiting = 20

export const idle = {
  title: 'Idle',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ stands, isQuick, progress }) {
    const restMs = isQuick ? 4000 : 10_000
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    /** @type {Record<string, string>} */
    const broken = {}
    await inParallel(stands, stands.length, async (browser, stand) => {
      try {
        const page = await visit(browser, stand, { timers: true })
        await trackMany(page, { run: 'idle', count: 5 })
        await until(() => stand.sink.counts('idle').size >= 5, 15_000)
        await quiet(stand.sink, 3000, 12_000)
        const rest = async () => {
          await page.run(() => void Object.assign(/** @type {any} */ (window).timers, { started: 0, ran: 0 }))
          const from = stand.sink.received.length
          await sleep(restMs)
          const timers = await page.run(() => /** @type {any} */ (window).timers)
          return { ran: (timers.ran * 10_000) / restMs, requests: ((stand.sink.received.length - from) * 10_000) / restMs }
        }
        const idle = await rest()
        await browser.offline(true)
        await trackMany(page, { run: 'offline', count: waiting })
        await sleep(1000) // a delay that was running may end
        const offline = await rest()
        samples[stand.name] = { idle: [idle.ran], requests: [idle.requests], offline: [offline.ran] }
        progress(`${stand.name}: ${say(idle.ran)} idle, ${say(offline.ran)} offline`)
      } catch (error) {
        broken[stand.name] = String(error)
      }
    })
    const { idle: [ran = NaN] = [], offline: [offline = NaN] = [] } = samples.throughline ?? {}
    const [, figures] = compare(stands, [
      { key: 'idle', title: 'timers run in 10 s, idle', unit: 'count' },
      { key: 'requests', title: 'requests in 10 s, idle', unit: 'count' },
      { key: 'offline', title: `timers run in 10 s, offline with ${waiting} events`, unit: 'count' },
    ], samples)
    return {
      broken,
      tables: figures ? [{ ...figures, heading: '' }] : [],
      notes: ['`setTimeout`, `setInterval`, `requestAnimationFrame` and `requestIdleCallback`, counted when they run. Delivered, then quiet, then counted; then offline with events waiting, from a second later on.'],
      aims: [{ what: 'timers while idle or offline', aim: 'none', found: `${say(ran)} and ${say(offline)} in 10 s`, isKept: ran === 0 && offline === 0, isPromise: true }],
    }
  },
}
