// The promise under everything that goes wrong at once: tabs that are killed between any two turns, freeze and leave, a
// disk and a collector that fail in every way. What was saved arrives; a repeat is the same event; places are unique.
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Health } from '../../support/memoryDisk.js'
import { createFakeLocks } from './fakeLocks.js'
import { createMortality, type Life } from './mortalTabs.js'
import type { Mode, Seen } from './scriptedCollector.js'
import { createStage, settle } from './stage.js'

/** More of them: EVERY_FAULT_RUNS=20000 npx vitest run --project unit test/unit/delivery/everyFault.test.ts */
const runs = Number(process.env.EVERY_FAULT_RUNS ?? 300)

const tab = fc.integer({ min: 0, max: 2 })
const modes: Mode[] = ['broken', 'lost', 'unreachable', 'silent', 'busy', 'small', 'partial', 'proxy', { status: 401 }, { status: 302 }]
const one = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('track' as const),
      tab,
      count: fc.integer({ min: 1, max: 12 }),
      length: fc.constantFrom(0, 0, 900),
      // After so many turns the tab is killed: most of what can go wrong lies in the first few.
      killedAfter: fc.option(fc.nat({ max: 15 }), { freq: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poison' as const), tab }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('flush' as const, 'hurry' as const), tab }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), tab, isGone: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('kill' as const), tab, how: fc.constantFrom('undone' as const, 'done' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('freeze' as const, 'thaw' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('online' as const), is: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('disk' as const), health: fc.constantFrom<Health>('fine', 'fine', 'readonly', 'refused') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('mode' as const),
      mode: fc.oneof(fc.constant<Mode>('healthy'), fc.constantFrom(...modes)),
      isPrecise: fc.boolean(),
      delayMs: fc.constantFrom(0, 0, 200, 2000),
    }),
  },
)
/** What happens, and how much comes to pass before the next: so many turns of promises, or all there is, or time. */
const act = fc.record({ one, turns: fc.oneof(fc.nat({ max: 40 }), fc.constant(1000)), ms: fc.constantFrom(0, 0, 0, 1, 300, 5000, 40_000) })
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const play = async (acts: readonly Act[], locks: LockManager | undefined) => {
  const mortal: { lock?: LockManager } = {}
  const { disk, collector, site, openTab, pass } = createStage({ ...(locks && { locks }) })
  const { createLife, use, mortalLocks } = createMortality()
  vi.stubGlobal('navigator', { locks: locks && (mortal.lock = mortalLocks(locks)) })
  collector.retryAfter = '90'
  const saved = new Set<string>()
  const good: { readonly id: string; readonly life: Life }[] = []
  const bad: string[] = []
  const ended: (ReturnType<typeof open> & object)[] = []
  /** Requests whose answer may not have reached anybody who could act on it. */
  const unheard = new Set<Seen>()
  let isDiskSound = true

  const open = () => {
    const life = createLife()
    const made = life.enter(() => openTab({ use: use(disk, life), hear: (hear) => void Promise.resolve().then(() => life.enter(hear)) }))
    if (!made) throw new Error('a new tab is alive')
    return { life, ...made }
  }
  const tabs = [open(), open(), open()] as [ReturnType<typeof open>, ReturnType<typeof open>, ReturnType<typeof open>]
  /** What the page is told to be saved, and what is on the disk by its own account. */
  const save = async ({ life, outbox }: ReturnType<typeof open>, ids: readonly string[]): Promise<void> => {
    await life.enter(() => outbox.saved())
    if (!life.isAlive()) return
    const text = outbox.unsaved().map(([, value]) => `${value as string}`).join()
    // The promise is that of a sound disk; where it fails, what is in memory only is known to the page, and dies with it.
    for (const id of ids) if (isDiskSound || !text.includes(id)) saved.add(id)
  }
  const end = (index: number, how: 'undone' | 'done'): void => {
    const gone = tabs[index as 0]
    gone.life.end(how)
    ended.push(gone)
    for (const seen of collector.seen) unheard.add(seen)
    tabs[index as 0] = open()
    tabs[index as 0].life.enter(() => tabs[index as 0].hurry())
  }
  const take = (one: Act['one']): void => {
    if (one.do === 'online') return void (site.isOnline = one.is)
    if (one.do === 'mode') return void Object.assign(collector, one)
    if (one.do === 'disk') {
      isDiskSound &&= one.health === 'fine'
      return disk.setHealth(one.health)
    }
    const present = tabs[one.tab as 0]
    const { life } = present
    if (one.do === 'kill') return end(one.tab, one.how)
    if (one.do === 'thaw') return life.thaw()
    if (one.do === 'freeze') {
      for (const seen of collector.seen) unheard.add(seen)
      return life.freeze()
    }
    life.thaw() // only a page that runs can be asked for something
    life.enter(() => {
      if (one.do === 'flush') void present.flush()
      if (one.do === 'hurry') present.hurry()
      if (one.do === 'track' || one.do === 'poison') {
        const ids = Array.from({ length: one.do === 'track' ? one.count : 1 }, () =>
          one.do === 'track' ? present.track('Viewed', 'x'.repeat(one.length)) : present.track('Poison'),
        )
        if (one.do === 'track') good.push(...ids.map((id) => ({ id, life })))
        else bad.push(...ids)
        void save(present, ids)
      }
      if (one.do === 'leave') {
        const before = collector.seen.length
        if (one.isGone) present.pause()
        present.outbox.commit()
        present.leave()
        for (const seen of collector.seen.slice(before)) unheard.add(seen)
      }
    })
    // Gone for good a moment later: what it asked of the disk until then comes to pass.
    if (one.do === 'leave' && one.isGone) end(one.tab, 'done')
  }

  for (const { one, turns, ms } of acts) {
    take(one)
    if (one.do === 'track' && one.killedAfter !== null) {
      for (let turn = 0; turn < one.killedAfter; turn++) await undefined
      end(one.tab, 'undone')
    }
    // What asks the collector and what it answers comes as tasks; everything else is turns of promises.
    if (turns < 1000) for (let turn = 0; turn < turns; turn++) await undefined
    else await settle()
    if (ms) await pass(ms)
  }
  Object.assign(collector, { mode: 'healthy', delayMs: 0 })
  site.isOnline = true
  disk.setHealth('fine')
  const settleDown = async (some: typeof ended, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      for (const one of some) one.life.enter(() => one.hurry())
      await pass(600_000)
    }
  }
  // First without those that are frozen: nobody may wait for them.
  const frozen = tabs.filter(({ life }) => life.isFrozen())
  await settleDown(tabs.filter((one) => !frozen.includes(one)), 2)
  const waiting = frozen.length < tabs.length ? [...saved].filter((id) => !collector.taken.has(id) && !bad.includes(id)) : []
  for (const { life } of tabs) life.thaw()
  await settleDown(tabs, 4)
  /** Who still works: what a page is told when it asks for everything to be offered. */
  const flushed: unknown[] = []
  for (const { life, flush } of tabs) {
    void life.enter(flush)?.then((result) => flushed.push(result))
    await pass(60_000)
  }
  return { disk, collector, tabs, flushed, waiting, saved, good, bad, unheard, isDiskSound: () => isDiskSound }
}

test.each([
  ['with Web Locks', createFakeLocks],
  ['with the lease', () => undefined],
])('what was saved arrives whatever is killed, frozen or broken, %s', async (_, createLocks) => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        const { disk, collector, tabs, flushed, waiting, saved, good, bad, unheard, isDiskSound } = await play(acts, createLocks())
        const quarantined = disk.values('quarantine').map((text) => JSON.parse(text as string).id as string)

        const due = good.filter(({ id, life }) => saved.has(id) || life.isAlive()).map(({ id }) => id)
        expect(due.filter((id) => !collector.taken.has(id)), 'lost').toEqual([])
        expect(waiting, 'waited for a frozen page').toEqual([])
        const known = new Set(good.map(({ id }) => id))
        expect([...collector.taken.keys()].filter((id) => !known.has(id)), 'invented').toEqual([])
        // A disk that takes nothing cannot take what is put aside either; it has been told as dropped all the same.
        const aside = bad.filter((id) => saved.has(id) && isDiskSound())
        expect(aside.filter((id) => !quarantined.includes(id)), 'refused for good and not put aside').toEqual([])
        expect(quarantined.filter((id) => !bad.includes(id)), 'put aside without a refusal').toEqual([])
        expect(disk.values('event'), 'left behind').toEqual([])
        expect(tabs.flatMap(({ outbox }) => outbox.unsaved())).toEqual([])
        expect(flushed, 'every tab still works').toEqual(tabs.map(() => ({ delivered: 0, kept: 0, dropped: 0 })))

        const looks = new Map<string, string>()
        const places = new Map<string, string>()
        for (const { items } of collector.seen) {
          for (const item of items) {
            const look = JSON.stringify(item)
            const { stream, n } = item.context.throughline
            expect(looks.get(item.messageId) ?? look, 'a repeat is the same event').toBe(look)
            expect(places.get(`${stream} ${n}`) ?? item.messageId, 'a place has one event').toBe(item.messageId)
            looks.set(item.messageId, look)
            places.set(`${stream} ${n}`, item.messageId)
          }
        }
        for (const [id, count] of isDiskSound() ? collector.taken : []) {
          const excuses = collector.seen.filter((seen) => seen.ids.includes(id) && (!seen.status || unheard.has(seen)))
          expect(count, `${id} was taken again`).toBeLessThanOrEqual(1 + excuses.length)
        }
      })
      .afterEach(() => {
        vi.unstubAllGlobals()
      }),
    { numRuns: runs },
  )
}, 60_000 + runs * 500)
