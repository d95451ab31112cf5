// Owns the scenario of a shared device: somebody browses, Alice logs in and out, somebody browses, Bob logs in.
// Must not judge what a server may sort out later: only what the events say.
import { setTimeout as sleep } from 'node:timers/promises'
import { inParallel } from '../inParallel.js'
import { until, visit } from '../visit.js'

/** Who each event belongs to: what is anonymous belongs to a visit, what is not to a customer. */
const truth = { browse: '', aliceBuys: 'alice', between: '', bobBuys: 'bob' }

export const sharedDevice = {
  title: 'Shared device',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ stands, progress }) {
    const trackers = stands.filter(({ contender }) => !contender.isControl)
    /** @type {Record<string, string>} */
    const broken = {}
    /** @type {Record<string, string[]>} */
    const found = {}
    await inParallel(trackers, trackers.length, async (browser, stand) => {
      try {
        const all = []
        for (const run of /** @type {const} */ (['online', 'atOnce', 'offline'])) all.push(await play(browser, stand, run))
        found[stand.name] = all.map((faults) => (faults.length ? `${faults.length}: ${faults.join('; ')}` : '0'))
        progress(`${stand.name}: ${all.map((faults) => faults.length).join(', ')} faults`)
      } catch (error) {
        broken[stand.name] = String(error)
      }
    })
    const isKept = found.throughline?.every((each) => each === '0')
    return {
      broken,
      tables: [{
        columns: ['', 'online, half a second between the steps', 'online, all steps in one task', 'offline until the end'],
        rows: trackers.filter(({ name }) => found[name]).map(({ name, contender }) => [contender.title, ...(found[name] ?? [])]),
      }],
      notes: [
        'Track `browse`; identify alice, track `aliceBuys`; logout; track `between`; identify bob, track `bobBuys`; all in one page. Logout is the one call that the vendor documents for it.',
        'A fault: an event with somebody else\'s user id or none where there was one; one anonymous id that is seen with both customers; an event that never came.',
      ],
      aims: [{ what: 'shared device', aim: 'no event with somebody else\'s id, no edge between two customers', found: `${found.throughline?.join(', ') ?? '-'} faults`, isKept, isPromise: true }],
    }
  },
}

/**
 * @param {import('../../test/support/browser.js').Browser} browser
 * @param {import('../stands.js').Stand} stand
 * @param {'online' | 'atOnce' | 'offline'} run
 */
async function play(browser, stand, run) {
  const { sink } = stand
  const page = await visit(browser, stand)
  await sleep(1000)
  const from = sink.received.length
  if (run === 'offline') await browser.offline(true)
  /** @type {[method: string, ...args: any[]][]} */
  const steps = [
    ['track', 'browse', { marker: `${run}-browse` }],
    ['identify', 'alice', { plan: 'gold' }],
    ['track', 'aliceBuys', { marker: `${run}-aliceBuys` }],
    ['reset'],
    ['track', 'between', { marker: `${run}-between` }],
    ['identify', 'bob', { plan: 'red' }],
    ['track', 'bobBuys', { marker: `${run}-bobBuys` }],
  ]
  for (const some of run === 'atOnce' ? [steps] : steps.map((step) => [step])) {
    await page.run((some) => {
      for (const [method, ...args] of some) /** @type {any} */ (window).calls[method](...args)
    }, some)
    await sleep(500)
  }
  if (run === 'offline') await browser.offline(false)
  await until(() => sink.counts(run, from).size === 4, 25_000)
  await sleep(500)
  await page.run(() => void (/** @type {any} */ (window).calls.reset()))
  await page.close()

  /** @type {string[]} */
  const faults = []
  /** @type {Map<string, Set<string>>} */
  const seenWith = new Map()
  const events = sink.events(from)
  for (const { anonymousId, userId } of events) {
    if (anonymousId && userId) seenWith.set(anonymousId, (seenWith.get(anonymousId) ?? new Set()).add(userId))
  }
  for (const [name, owner] of Object.entries(truth)) {
    const event = events.find(({ properties }) => properties?.marker === `${run}-${name}`)
    if (!event) faults.push(`\`${name}\` never came`)
    else if ((event.userId ?? '') !== owner) faults.push(`\`${name}\` is ${event.userId ?? 'nobody'}'s`)
  }
  for (const users of seenWith.values()) if (users.size > 1) faults.push(`one anonymous id for ${[...users].join(' and ')}`)
  const anonymous = new Map(events.map(({ anonymousId, properties }) => [properties?.marker, anonymousId]))
  const shared = anonymous.get(`${run}-browse`)
  if (shared && shared === anonymous.get(`${run}-between`)) faults.push('the visitor after the logout has the id of the one before')
  return faults
}
