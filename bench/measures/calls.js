// Owns the comparison of what a track() call costs its caller, beside one JSON.stringify of the event that comes of it.
// Must not count what happens after the call has returned: see mainThread.js.
import { median, quantile } from '../statistics.js'
import { compare, say } from '../tables.js'
import { product } from '../product.js'
import { forget, quiet, trackMany, until, visit } from '../visit.js'

export const calls = {
  title: 'track(), the call alone',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ browser, stands, isQuick, inTurns, progress }) {
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    const broken = await inTurns(isQuick ? 1 : 3, async (stand) => {
      await forget(browser, stands)
      const page = await visit(browser, stand, { isolated: true })
      if (!(await page.run(() => crossOriginIsolated))) throw new Error('The page is not isolated: its clock is too coarse')
      await trackMany(page, { run: 'warm', count: 50, perTask: 1 })
      const isMine = (/** @type {any} */ each) => JSON.stringify(each).includes('warm-')
      await until(() => stand.sink.items().some(isMine), 15_000)
      await quiet(stand.sink, 300, 3000)
      const item = stand.sink.items().findLast(isMine)
      if (!item) throw new Error('No event of it has come')
      const { track, stringify } = await page.run(sample, { product, item, calls: isQuick ? 100 : 300 })
      await page.close()
      const each = (samples[stand.name] ??= { median: [], p99: [], ratio: [], stringify: [] })
      each.median?.push(median(track))
      each.p99?.push(quantile(track, 0.99))
      each.stringify?.push(stringify)
      each.ratio?.push(median(track) / stringify)
      progress(`${stand.name}: ${say(median(track))} µs`)
    })
    return {
      broken,
      tables: compare(stands, [
        { key: 'median', title: 'median call', unit: 'µs' },
        { key: 'p99', title: '99th percentile', unit: 'µs' },
        { key: 'ratio', title: 'call / JSON.stringify of its own event', unit: 'x', digits: 2 },
        { key: 'stringify', title: 'that JSON.stringify', unit: 'µs', digits: 2 },
      ], samples),
      notes: ['One call in a task, and the next task when the browser is ready for it; the clock has steps of 5 µs. that is as long as a call of ours, so the measure of ours alone, with means of many calls, is the one that judges.'],
    }
  },
}

/** Runs in the page. @param {{ product: object, item: any, calls: number }} plan */
async function sample({ product, item, calls }) {
  const { track } = /** @type {any} */ (window).calls
  const channel = new MessageChannel()
  const nextTask = () =>
    new Promise((resolve) => {
      channel.port1.onmessage = resolve
      channel.port2.postMessage(0)
    })
  const times = /** @type {number[]} */ ([])
  let kept = 0
  for (let i = 0; i < calls; i++) {
    const properties = { ...product, position: i, marker: `call-${i}` }
    const begin = performance.now()
    track('Product Viewed', properties)
    times.push((performance.now() - begin) * 1000)
    await nextTask()
  }
  // Different objects of one shape, so that nothing can be computed once and reused.
  const items = Array.from({ length: 200 }, (_, i) => ({ ...structuredClone(item), bench: i }))
  const means = /** @type {number[]} */ ([])
  for (let round = 0; round < 15; round++) {
    const begin = performance.now()
    for (const each of items) kept += JSON.stringify(each).length
    means.push(((performance.now() - begin) * 1000) / items.length)
    await nextTask()
  }
  channel.port1.close()
  if (!kept) throw new Error('Nothing was measured')
  return { track: times, stringify: means.sort((a, b) => a - b)[7] ?? NaN }
}
