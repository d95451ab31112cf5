// Owns the measurement of everything that an event costs the main thread, during and after the call.
// Must not look into the library: the browser's own account of its tasks is what counts.
import { openPage, product } from '../page.js'
import { median, spread } from '../statistics.js'

export const title = 'Main-thread time per event, all tasks'

const limitUs = 74 // a tenth of the quickest peer
const events = 500
const rounds = 5

/** @param {import('../run.js').Setting} setting */
export async function measure(setting) {
  const { browser } = setting
  const lines = []
  let isKept = true
  const page = await openPage(setting)
  await page.run(() => /** @type {any} */ (window).start() && undefined)
  for (const perTask of [events, 10, 1]) {
    /** @type {number[]} */
    const stored = []
    /** @type {number[]} */
    const delivered = []
    for (let round = -1; round < rounds; round++) {
      const plan = { product, events, perTask }
      const idle = await busy(browser, page, () => page.run(run, { ...plan, isIdle: true }))
      const untilStored = await busy(browser, page, () => page.run(run, { ...plan, isIdle: false }))
      const flush = await busy(browser, page, () => page.run(() => /** @type {any} */ (window).tracker.flush()))
      if (round < 0) continue // warm-up
      stored.push(((untilStored - idle) * 1_000) / events)
      delivered.push(((untilStored - idle + flush) * 1_000) / events)
    }
    lines.push([
      `${events} events, ${perTask} a task`,
      `until stored ${spread(stored, 1)} µs`,
      `until delivered ${spread(delivered, 1)} µs`,
    ])
    // The peers were measured with a burst; one event a task costs everybody a transaction or a request of its own.
    if (perTask === events) isKept = median(delivered) <= limitUs
  }
  await page.close()
  return { lines, promise: `a burst, until delivered, <= ${limitUs} µs`, isKept }
}

/**
 * @param {import('../run.js').Setting['browser']} browser
 * @param {import('../../test/support/browser.js').Page} page
 * @param {() => Promise<unknown>} act
 */
async function busy(browser, page, act) {
  const before = await browser.busyMs(page)
  await act()
  return (await browser.busyMs(page)) - before
}

/**
 * Runs in the page; `isIdle` runs the same tasks without tracking, for what they cost by themselves.
 * @param {{ product: object, events: number, perTask: number, isIdle: boolean }} plan
 */
async function run({ product, events, perTask, isIdle }) {
  const tracker = /** @type {any} */ (window).tracker
  const channel = new MessageChannel()
  for (let done = 0; done < events; done += perTask) {
    for (let i = 0; i < perTask; i++) {
      if (!isIdle) tracker.track('Product Viewed', product)
    }
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve
      channel.port2.postMessage(0)
    })
  }
  await tracker.saved()
  channel.port1.close()
}
