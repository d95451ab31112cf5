// Owns the measurement behind "Quick": what track() costs its caller, beside one JSON.stringify of the same event.
// Must not include what happens after the call has returned: see mainThread.js.
import { openPage } from '../openPage.js'
import { product } from '../product.js'
import { median, spread } from '../statistics.js'

const limit = 2
const rounds = 60
const calls = 200

export const track = {
  title: 'track(), ours alone, beside JSON.stringify of the same event',
  needsStands: false,
  measure,
}

/** @param {import('../run.js').Run} setting @returns {Promise<import('../tables.js').Result>} */
async function measure(setting) {
  /** @type {string[][]} */
  const rows = []
  let isKept = true
  let worst = 0
  for (const slowDown of [1, 4]) {
    const page = await openPage(setting)
    await setting.browser.slowDown(page, slowDown)
    for (const [label, perSample] of /** @type {const} */ ([[`${calls} calls in one task`, calls], ['one call a task', 1]])) {
      const result = await page.run(sample, { product, rounds: perSample === 1 ? 1_500 : rounds, calls: perSample })
      // One call is shorter than a step of the clock: only means of many are true.
      const perCall = perSample === 1 ? means(result, 100) : result
      const ratios = perCall.track.map((us, i) => us / (perCall.stringify[i] ?? Number.NaN))
      const ratio = median(ratios)
      // A slowed-down processor stretches the clock's own cost too; it is printed to compare, not to judge.
      if (slowDown === 1) isKept &&= ratio <= limit
      if (slowDown === 1) worst = Math.max(worst, ratio)
      rows.push([`${label}, processor ${slowDown} x slower`, spread(perCall.track), spread(perCall.stringify), spread(ratios), `${result.bytes}`])
    }
    await page.close()
  }
  return {
    tables: [{ columns: ['', 'track(), µs', 'JSON.stringify, µs', 'ratio', 'event, B'], rows }],
    notes: ['Samples of both in turns, in tasks of their own; one call is shorter than a step of the clock, so what is alone in its task is a mean of 100.'],
    aims: [{ what: '`track()` call, ours alone', aim: `<= ${limit} x JSON.stringify of the event`, found: `${worst.toFixed(2)} x`, isKept, isPromise: true }],
  }
}

/** @param {{ track: number[], stringify: number[] }} times @param {number} size */
function means({ track, stringify }, size) {
  /** @param {number[]} values */
  const chunked = (values) =>
    Array.from({ length: Math.floor(values.length / size) }, (_, i) => {
      const chunk = values.slice(i * size, (i + 1) * size)
      return chunk.reduce((sum, value) => sum + value, 0) / size
    })
  return { track: chunked(track), stringify: chunked(stringify) }
}

/**
 * Runs in the page: alternates samples of both, each in a task of its own with nothing left over from the one before.
 * @param {{ product: object, rounds: number, calls: number }} plan
 */
async function sample({ product, rounds, calls }) {
  const start = /** @type {any} */ (window).start
  const tracker = /** @type {any} */ (window).tracker ?? start()
  /** @type {unknown[]} */
  const seen = []
  const stop = tracker.use((/** @type {unknown} */ event) => {
    seen.push(event)
    return event
  })
  // Different objects of one shape, so that nothing can be computed once and reused.
  const products = Array.from({ length: 256 }, (_, i) => ({ ...product, position: i, product_id: `507f1f77bcf8${i}` }))
  for (const each of products) tracker.track('Product Viewed', each)
  await tracker.saved()
  stop()
  const events = /** @type {unknown[]} */ (JSON.parse(JSON.stringify(seen)))
  if (events.length < 256) throw new Error('The step has not seen every event')
  await tracker.flush()

  const channel = new MessageChannel()
  const nextTask = () =>
    new Promise((resolve) => {
      channel.port1.onmessage = resolve
      channel.port2.postMessage(0)
    })
  /** Keeps results alive, so that no call can be left out. */
  let kept = 0
  const stringify = () => {
    const begin = performance.now()
    for (let i = 0; i < calls; i++) kept += JSON.stringify(events[(kept + i) & 255]).length
    return ((performance.now() - begin) * 1_000) / calls
  }
  const track = () => {
    const begin = performance.now()
    for (let i = 0; i < calls; i++) kept += tracker.track('Product Viewed', products[(kept + i) & 255]).length
    return ((performance.now() - begin) * 1_000) / calls
  }
  const times = { track: /** @type {number[]} */ ([]), stringify: /** @type {number[]} */ ([]), bytes: 0 }
  const warmUp = Math.ceil(rounds / 5)
  for (let round = -warmUp; round < rounds; round++) {
    for (const kind of round % 2 ? /** @type {const} */ (['track', 'stringify']) : /** @type {const} */ (['stringify', 'track'])) {
      const us = (kind === 'track' ? track : stringify)()
      if (round >= 0) times[kind].push(us)
      await nextTask()
      if (calls > 1 || round % 50 === 0) {
        await tracker.saved()
        if (round % 20 === 0) await tracker.flush()
      }
      await nextTask()
    }
  }
  times.bytes = Math.round(JSON.stringify(events).length / events.length)
  if (kept === 0) throw new Error('Nothing was measured')
  return times
}
