// Owns the measurement of a decision: which of 200 rules hold, over a full memory, on a processor four times slower.
// Must not include storage: what of it takes processor time is a few entries; how long a disk takes is the disk's.
import { openPage } from '../openPage.js'
import { median, quantile, spread } from '../statistics.js'

const limitMs = 1
const rounds = 300

export const moments = {
  title: 'Moments: 200 rules over 500 interactions, all that is done at once in decide()',
  needsStands: false,
  measure,
}

/** @param {import('../run.js').Run} setting @returns {Promise<import('../tables.js').Result>} */
async function measure(setting) {
  /** @type {string[][]} */
  const rows = []
  let slowest = 0
  for (const slowDown of [1, 4]) {
    const page = await openPage(setting)
    await page.run(setUp)
    await setting.browser.slowDown(page, slowDown)
    const { evaluations, eligible, interactions, whole } = await page.run(sample, rounds)
    if (eligible === 0 || interactions < 450) throw new Error(`The measure is about nothing: ${eligible} rules hold, over ${interactions}`)
    slowest = median(evaluations)
    rows.push([`processor ${slowDown} x slower`, spread(evaluations, 3), quantile(evaluations, 0.95).toFixed(3), spread(whole), `${eligible}`])
    await page.close()
  }
  return {
    tables: [{ columns: ['', '200 rules, ms', '95 %, ms', 'decide() with storage, ms', 'rules that hold'], rows }],
    notes: ['Storage is in the last column only: how long a disk takes is the disk\'s.'],
    aims: [{ what: '200 rules of `decide()`, processor 4 x slower', aim: `<= ${limitMs} ms`, found: `${slowest.toFixed(3)} ms`, isKept: slowest <= limitMs, isPromise: true }],
  }
}

/** Runs in the page: a tracker, a memory that is full, and rules that all have to be looked at. */
async function setUp() {
  const page = /** @type {any} */ (window)
  const path = '/dist/experience.js'
  const { createMemory, createMoments, createProfile, profileValues } = await import(path)
  const tracker = page.start()
  await tracker.saved()
  const memory = createMemory(tracker)
  await memory.ready()
  const names = ['Product Viewed', 'Product Added', 'Order Completed', 'Products Searched', 'page']
  const now = Date.now()
  memory.hydrate(Array.from({ length: 495 }, (_, i) => ({
    id: `i${i}`, name: names[i % 5], time: now - (495 - i) * 60_000, channel: 'website', session: `s${Math.floor(i / 25)}`, source: 'browser',
    properties: { product_id: `${i % 40}`, category: i % 3 ? 'tea' : 'pots', total: i, price: i / 10 },
  })))
  tracker.identify('customer-1001', { plan: 'gold' })
  const facts = { orders: { compute: 'count', of: 'Order Completed' }, spent: { compute: 'sum', of: 'Order Completed', property: 'total' } }
  const profile = createProfile(memory, { facts })
  const rules = Array.from({ length: 200 }, (_, i) => ({
    id: `rule-${i}`, slot: 'corner', priority: i % 7, caps: [{ most: 1_000_000 }],
    when: { all: [
      { path: 'traits.plan', in: ['silver', 'gold'] },
      { path: 'facts.orders', atLeast: i % 3 },
      { event: 'Product Viewed', withinMs: 3_600_000 * (1 + (i % 5)), atLeast: 2, where: [{ path: 'category', is: i % 2 ? 'tea' : 'pots' }] },
      { not: { event: 'Order Completed', inSession: true, where: [{ path: 'total', atLeast: 100_000 + i }] } },
      { any: [{ path: 'context.path', startsWith: '/checkout' }, { event: ['Products Searched', 'Product Added'], inOrder: true }] },
    ] },
  }))
  const moments = createMoments(memory, { rules, values: () => ({ ...profileValues(profile), context: { path: location.pathname } }) })
  page.kept = { memory, moments }
}

/**
 * Runs in the page.
 * @param {number} count
 */
async function sample(count) {
  const { memory, moments } = /** @type {any} */ (window).kept
  const interactions = memory.interactions().length
  /** @type {number[]} */
  const evaluations = []
  let eligible = 0
  for (let i = 0; i < count; i++) {
    const begin = performance.now()
    eligible = moments.eligible('corner').length
    evaluations.push(performance.now() - begin)
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve))
  }
  /** @type {number[]} */
  const whole = []
  for (let i = 0; i < 20; i++) {
    const begin = performance.now()
    await moments.decide('corner')
    whole.push(performance.now() - begin)
  }
  return { evaluations, eligible, interactions, whole }
}
