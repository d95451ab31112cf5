// Owns the measurement of a decision: which of 200 rules hold, over a full memory, on a processor four times slower.
// Must not include storage: what of it takes processor time is a few entries; how long a disk takes is the disk's.
import { openPage } from '../page.js'
import { median, quantile, spread } from '../statistics.js'

export const title = 'Moments: 200 rules over 500 interactions, all that is done at once in decide()'

const limitMs = 1
const rounds = 300

/** @param {import('../run.js').Setting} setting */
export async function measure(setting) {
  const lines = []
  let isKept = true
  for (const slowDown of [1, 4]) {
    const page = await openPage(setting)
    await page.run(setUp)
    await setting.browser.slowDown(page, slowDown)
    const { evaluations, eligible, interactions, whole } = await page.run(sample, rounds)
    if (eligible === 0 || interactions < 450) throw new Error(`The measure is about nothing: ${eligible} rules hold, over ${interactions}`)
    if (slowDown === 4) isKept = median(evaluations) <= limitMs
    lines.push([
      `processor ${slowDown}x slower`,
      `rules ${spread(evaluations, 3)} ms, 95 % ${quantile(evaluations, 0.95).toFixed(3)} ms`,
      `decide() until it answers, storage included, ${spread(whole)} ms`,
      `${eligible} of 200 hold`,
    ])
    await page.close()
  }
  return { lines, promise: `200 rules within ${limitMs} ms on a processor 4x slower`, isKept }
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
