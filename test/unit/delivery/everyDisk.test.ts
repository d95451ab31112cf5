// The promise of the whole library, over random faults of the disk at every operation: what a page has tracked arrives
// while the page lives, once, in its place, and `saved()` says what is so.
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createFaultyIndexedDb, type Fault } from '../../support/faultyIndexedDb.js'
import { createFakeLocks } from './fakeLocks.js'
import { createStage, settle } from './stage.js'

const tab = fc.integer({ min: 0, max: 1 })
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('track' as const), tab, count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 5000, 20_000, 400_000) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom<Fault>('none', 'denied', 'refused', 'late', 'silent', 'closed', 'aborted', 'full', 'unsure', 'readonly'),
      sparing: fc.integer({ min: 0, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), isTold: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('upgrade' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('saved' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('online' as const), is: fc.boolean() }) },
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const play = async (acts: readonly Act[], locks: LockManager | undefined) => {
  const indexedDb = createFaultyIndexedDb()
  const { collector, site, openTab, pass, now } = createStage({ ...(locks && { locks }), indexedDb })
  const tabs = [openTab(), openTab()] as const
  const ids: string[] = []
  const waits: number[] = []
  const lies: string[] = []
  let asked = 0
  let outages = 1
  for (const one of acts) {
    if (one.do === 'track') for (let i = 0; i < one.count; i++) ids.push(tabs[one.tab as 0].track())
    else if (one.do === 'pass') await pass(one.ms)
    else if (one.do === 'fault') {
      // What is spared may be enough for the one before to be over.
      if (indexedDb.fault === 'none' || one.sparing) outages++
      Object.assign(indexedDb, { fault: one.fault })
      Object.assign(indexedDb, { sparing: one.sparing })
    } else if (one.do === 'drop') indexedDb.drop(one.isTold)
    else if (one.do === 'upgrade') expect(indexedDb.upgrade()).toBe(true)
    // A tab that has lost its connection at that moment does not hear of it.
    else if (one.do === 'delete' && indexedDb.connections() === 2) indexedDb.deleteDatabase()
    else if (one.do === 'flush') void tabs[one.tab as 0].flush()
    else if (one.do === 'online') site.isOnline = one.is
    else if (one.do === 'saved') {
      const start = now()
      const all = [...ids]
      asked++
      void tabs[one.tab as 0].outbox.saved().then((isSaved) => {
        waits.push(now() - start)
        const stored = indexedDb.values('event').join()
        const own = all.filter((id) => tabs[one.tab as 0].own.has(id))
        if (isSaved) lies.push(...own.filter((id) => !collector.taken.has(id) && !stored.includes(id)))
      })
    }
    await settle()
  }
  const faults = tabs.flatMap(({ log }) => log.failed)
  indexedDb.fault = 'none'
  site.isOnline = true
  await pass(1_300_000)
  for (const one of tabs) one.hurry()
  await pass(60_000)
  return { indexedDb, collector, tabs, ids, waits, asked, lies, faults, outages }
}

test.each([
  ['with Web Locks', createFakeLocks],
  ['with the lease', () => undefined],
])('whatever the disk does, everything arrives once, and nothing is left behind, %s', async (_, createLocks) => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        const { indexedDb, collector, tabs, ids, waits, asked, lies, faults, outages } = await play(acts, createLocks())
        expect([...collector.taken.keys()].toSorted()).toEqual(ids.toSorted())
        expect([...collector.taken].filter(([, count]) => count > 1)).toEqual([])
        expect(indexedDb.values('event')).toEqual([])
        expect(tabs.flatMap(({ outbox }) => outbox.unsaved())).toEqual([])
        // An opening and a transaction, each waited for twice at most.
        expect(waits).toHaveLength(asked)
        expect(Math.max(0, ...waits)).toBeLessThan(10_000)
        expect(lies).toEqual([])
        // Once per tab and outage; it is not over before it was tried again.
        expect(faults.length).toBeLessThanOrEqual(2 * outages)
        expect(indexedDb.connections()).toBeLessThanOrEqual(2)
      })
      .afterEach(() => {
        vi.unstubAllGlobals()
      }),
    { numRuns: 300 },
  )
}, 60_000)
