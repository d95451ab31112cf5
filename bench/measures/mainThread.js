// Owns the comparison of everything that 2,000 events cost the main thread until they are delivered: time, longest task, heap.
// Must not look into anybody: the browser's own account of its tasks is what counts.
import { longestProcessorMs, longestTaskMs, startTrace } from '../trace.js'
import { median } from '../statistics.js'
import { bestPeer, compare, say } from '../tables.js'
import { forget, quiet, trackMany, until, visit } from '../visit.js'

const perTask = 20
const patienceMs = 40_000

export const mainThread = {
  title: 'Main thread, 2,000 events until delivered',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ browser, stands, isQuick, inTurns, progress }) {
    const count = isQuick ? 500 : 2000
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    /** @type {Record<string, string>} */
    const undelivered = {}
    /** The tasks of the bench themselves, on a page without anybody. @type {number[][]} */
    const own = []
    const measureOwn = async (/** @type {import('../stands.js').Stand} */ stand) => {
      const page = await visit(browser, stand, { kind: 'empty' })
      const processorMs = await processorOf(await browser.session(page))
      await trackMany(page, { run: 'own', count: 100, perTask })
      const before = [await processorMs(), await browser.busyMs(page)]
      await trackMany(page, { run: 'own', count, perTask })
      own.push([await processorMs(), await browser.busyMs(page)].map((ms, i) => ((ms - (before[i] ?? NaN)) * 1000) / count))
      await page.close()
    }
    const broken = await inTurns(isQuick ? 1 : 3, async (stand, round) => {
      await forget(browser, stands)
      if (stand === stands[0]) await measureOwn(stand)
      const page = await visit(browser, stand)
      const session = await browser.session(page)
      const processorMs = await processorOf(session)
      const heap = async () => {
        await session.send('HeapProfiler.collectGarbage')
        return /** @type {{ usedSize: number }} */ (await session.send('Runtime.getHeapUsage')).usedSize
      }
      await trackMany(page, { run: 'warm', count: 100, perTask })
      await until(() => stand.sink.counts('warm').size >= 100, 15_000)
      await quiet(stand.sink, 300, 2000)
      // What tasks, waiting and asking cost without anybody tracking.
      const from = stand.sink.received.length
      const run = `main${round}`
      const heapBefore = await heap()
      const stop = await startTrace(session)
      const before = [await processorMs(), await browser.busyMs(page)]
      await trackMany(page, { run, count, perTask })
      const isDone = await until(() => stand.sink.counts(run, from).size >= count, patienceMs)
      const [busyMs = NaN, clockMs = NaN] = [await processorMs(), await browser.busyMs(page)].map((ms, i) => ms - (before[i] ?? NaN))
      const tasks = await stop()
      const longestMs = longestTaskMs(tasks)
      const delivered = stand.sink.counts(run, from).size
      await quiet(stand.sink, 300, 2000)
      const heapAfter = await heap()
      await page.close()
      if (!isDone) undelivered[stand.contender.title] = `${delivered} of ${count} within ${patienceMs / 1000} s`
      const each = (samples[stand.name] ??= { perEvent: [], clock: [], longest: [], longestProcessor: [], heap: [] })
      each.perEvent?.push((busyMs * 1000) / count)
      each.clock?.push((clockMs * 1000) / count)
      each.longest?.push(longestMs)
      each.longestProcessor?.push(longestProcessorMs(tasks))
      each.heap?.push((heapAfter - heapBefore) / 1000)
      progress(`${stand.name}: ${say((busyMs * 1000) / count)} µs an event, longest ${say(longestMs)} ms, heap ${say((heapAfter - heapBefore) / 1000)} kB, ${delivered} delivered`)
    })
    const [ownUs, ownByClock] = [0, 1].map((i) => median(own.map((pair) => pair[i] ?? NaN)))
    for (const each of Object.values(samples)) {
      each.perEvent = (each.perEvent ?? []).map((us) => us - (ownUs ?? 0))
      each.clock = (each.clock ?? []).map((us) => us - (ownByClock ?? 0))
    }
    const best = bestPeer(stands, samples, 'perEvent')
    const bestLongest = bestPeer(stands, samples, 'longest')
    const ours = median(samples.throughline?.perEvent ?? [])
    const longest = median(samples.throughline?.longest ?? [])
    return {
      broken,
      tables: compare(stands, [
        { key: 'perEvent', title: 'processor time of the main thread per event', unit: 'µs' },
        { key: 'clock', title: 'the same by the clock', unit: 'µs' },
        { key: 'longest', title: 'longest task', unit: 'ms' },
        { key: 'longestProcessor', title: 'most processor time in a task', unit: 'ms' },
        { key: 'heap', title: 'heap afterwards', unit: 'kB more' },
      ], samples),
      notes: [
        `${say(count)} events, ${perTask} a task, one task after the other; the time of all tasks until the collector has every event, as the browser accounts for it, less the ${say(ownUs ?? NaN)} µs that the same tasks cost on an empty page. A trace of whole tasks was on, for everybody. Heap after garbage collection, against before.`,
        ...(Object.keys(undelivered).length ? [`Not everything arrived, so their figures are too low: ${Object.entries(undelivered).map(([name, what]) => `${name} ${what}`).join('; ')}.`] : []),
      ],
      aims: [
        ...(best ? [{ what: 'main thread per event until delivered, 2,000 events', aim: '<= 1/10 of the best', found: `${say(ours)} µs, ${best.title} ${say(best.value)} µs: 1/${say(best.value / ours)}`, isKept: ours <= best.value / 10, isPromise: true }] : []),
        { what: 'longest task, 2,000 events', aim: '< 10 ms', found: `${say(longest)} ms (best peer: ${bestLongest?.title}, ${say(bestLongest?.value ?? NaN)} ms)`, isKept: longest < 10, isPromise: true },
      ],
    }
  },
}

/** The processor time of the page's main thread so far. @param {import('puppeteer-core').CDPSession} session */
async function processorOf(session) {
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000
  }
}
