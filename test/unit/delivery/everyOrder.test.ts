// The promise of the whole library, over random orders of everything that happens: nothing is lost, nothing counts
// twice without a fault, and a collector that asks for time gets it.
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createFakeLocks } from './fakeLocks.js'
import type { Mode, Seen } from './scriptedCollector.js'
import { createStage, settle } from './stage.js'

const tab = fc.integer({ min: 0, max: 1 })
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('track' as const),
      tab,
      count: fc.integer({ min: 1, max: 30 }),
      length: fc.constantFrom(0, 0, 900),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poison' as const), tab }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 5000, 20_000, 400_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flush' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hurry' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('online' as const), is: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('mode' as const),
      mode: fc.constantFrom<Mode>(
        'healthy',
        'broken',
        'lost',
        'unreachable',
        'silent',
        'busy',
        'small',
        'partial',
        'proxy',
        { status: 401 },
      ),
      isPrecise: fc.boolean(),
      delayMs: fc.constantFrom(0, 200, 2000),
    }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const play = async (acts: readonly Act[], locks: LockManager | undefined) => {
  const { disk, collector, site, openTab, pass, now } = createStage({ ...(locks && { locks }) })
  collector.retryAfter = '90'
  const tabs = [openTab(), openTab()] as const
  const good: string[] = []
  const bad: string[] = []
  const last = new Set<Seen>()
  const mayAskAt = (): number =>
    Math.max(0, ...collector.seen.filter(({ status }) => status === 429).map(({ at }) => at + 90_000))
  for (const one of acts) {
    if (one.do === 'track')
      for (let i = 0; i < one.count; i++) good.push(tabs[one.tab as 0].track('Viewed', 'x'.repeat(one.length)))
    else if (one.do === 'poison') bad.push(tabs[one.tab as 0].track('Poison'))
    else if (one.do === 'pass') await pass(one.ms)
    else if (one.do === 'flush') void tabs[one.tab as 0].flush()
    else if (one.do === 'hurry') tabs[one.tab as 0].hurry()
    else if (one.do === 'online') site.isOnline = one.is
    else if (one.do === 'mode') Object.assign(collector, one)
    // A page that is switched to another and back while the collector is resting: nothing goes then.
    else if (now() > mayAskAt()) {
      const before = collector.seen.length
      tabs[one.tab as 0].leave()
      for (const seen of collector.seen.slice(before)) last.add(seen)
    }
    await settle()
  }
  Object.assign(collector, { mode: 'healthy', delayMs: 0 })
  site.isOnline = true
  for (let i = 0; i < 3; i++) {
    await pass(600_000)
    for (const one of tabs) one.hurry()
  }
  await pass(600_000)
  return { disk, collector, tabs, good, bad, last }
}

test.each([
  ['with Web Locks', createFakeLocks],
  ['with the lease', () => undefined],
])(
  'in the end everything has arrived, the outbox is empty, and only what was refused for good is put aside, %s',
  async (_, createLocks) => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
          const { disk, collector, tabs, good, bad, last } = await play(acts, createLocks())
          expect([...collector.taken.keys()].toSorted()).toEqual(good.toSorted())
          expect(disk.values('event')).toEqual([])
          expect(
            disk
              .values('quarantine')
              .map((text) => JSON.parse(text as string).id)
              .toSorted(),
          ).toEqual(bad.toSorted())
          expect(tabs.flatMap(({ log }) => log.dropped).toSorted()).toEqual(
            bad.map((id) => ['rejected', id]).toSorted(),
          )
          expect(tabs.flatMap(({ outbox }) => outbox.unsaved())).toEqual([])

          // An event is taken again only if its answer was lost, or if a page was leaving, which asks no other tab.
          for (const [id, count] of collector.taken) {
            const excuses = collector.seen.filter((seen) => seen.ids.includes(id) && (!seen.status || last.has(seen)))
            expect(count).toBeLessThanOrEqual(1 + excuses.length)
          }
          // What the collector asks for counts from its answer, which comes up to two seconds after the request.
          for (const { at } of collector.seen.filter((seen) => seen.status === 429 && !last.has(seen))) {
            expect(collector.seen.filter((other) => other.at > at + 2000 && other.at < at + 90_000)).toEqual([])
          }
          // Nobody is hammered, whatever goes wrong: no second has more than a few but those that split.
          const plain = collector.seen.filter(({ status }) => status !== 413 && status !== 400 && status !== 200)
          for (const { at } of plain)
            expect(plain.filter((other) => other.at >= at && other.at < at + 1000).length).toBeLessThan(15)
        })
        .afterEach(() => {
          vi.unstubAllGlobals()
        }),
      { numRuns: 150 },
    )
  },
  60_000, // a machine at work takes longer; what was left of a run that was cut off would run into the next
)
