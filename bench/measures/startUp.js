// Owns the comparison of what starting costs the main thread, on a processor four times slower.
// Must not count the download: the script is in the page.
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../statistics.js'
import { bestPeer, compare, say } from '../tables.js'
import { processorMs, startTrace, sumMs } from '../trace.js'
import { forget } from '../visit.js'

const slowDown = 4
/** After this long everybody has started; what comes later is not start-up. */
const settleMs = 2000

export const startUp = {
  title: 'Start-up, processor 4 x slower',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ browser, stands, isQuick, inTurns, progress }) {
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    /** @type {number[]} */
    const empty = []
    /** @type {number[]} */
    const emptyByClock = []
    const measureOne = async (/** @type {import('../stands.js').Stand} */ stand, /** @type {'empty' | 'usual'} */ kind) => {
      await forget(browser, stands)
      const page = await browser.open(stand.pages.page('empty'))
      await browser.slowDown(page, slowDown)
      const stop = await startTrace(await browser.session(page))
      await page.goto(stand.pages.page(kind))
      await page.waitFor(() => Boolean(/** @type {any} */ (window).calls))
      await sleep(settleMs)
      const [began = 0, evaluated = 0, started = 0] = await page.run(() => {
        performance.mark('bench-begin') // says which of the threads is this page's, also if it has got a new process
        return /** @type {any} */ (window).marks
      })
      const tasks = await stop()
      await page.close()
      return { totalMs: processorMs(tasks), clockMs: sumMs(tasks), evaluationMs: evaluated - began, initMs: started - evaluated }
    }
    const broken = await inTurns(isQuick ? 2 : 5, async (stand) => {
      if (stand === stands[0]) {
        const { totalMs, clockMs } = await measureOne(stand, 'empty')
        empty.push(totalMs)
        emptyByClock.push(clockMs)
      }
      const { totalMs, clockMs, evaluationMs, initMs } = await measureOne(stand, 'usual')
      const each = (samples[stand.name] ??= { total: [], clock: [], evaluation: [], init: [] })
      each.total?.push(totalMs)
      each.clock?.push(clockMs)
      each.evaluation?.push(evaluationMs)
      each.init?.push(initMs)
      progress(`${stand.name}: ${say(totalMs)} ms`)
    })
    const emptyMs = median(empty)
    for (const each of Object.values(samples)) {
      each.total = (each.total ?? []).map((ms) => ms - emptyMs)
      each.clock = (each.clock ?? []).map((ms) => ms - median(emptyByClock))
    }
    const best = bestPeer(stands, samples, 'total')
    const ours = median(samples.throughline?.total ?? [])
    return {
      broken,
      tables: compare(stands, [
        { key: 'total', title: 'processor time of the main thread above an empty page', unit: 'ms' },
        { key: 'clock', title: 'the same by the clock', unit: 'ms' },
        { key: 'evaluation', title: 'compiling and evaluating', unit: 'ms' },
        { key: 'init', title: 'init call', unit: 'ms' },
      ], samples),
      notes: [`Everything the main thread does until ${settleMs / 1000} s after the load, less the median of the same for an empty page (${say(emptyMs)} ms). Processor time does not depend on what else the machine does, nor does it have what the page waits for. The script stands in the page: no download, no code cache. Evaluation and init are by the clock.`],
      aims: best && [{ what: 'start-up main thread above an empty page, 4 x slow-down', aim: '<= 1/5 of the best', found: `${say(ours)} ms, ${best.title} ${say(best.value)} ms: 1/${say(best.value / ours)}`, isKept: ours <= best.value / 5 }],
    }
  },
}
