// Two tabs of one browser whose messages take their time: whose ids an event carries.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IdentityState } from '../../../src/identity/state.js'
import type { Event } from '../../../src/types.js'
import { createCallStage } from './callStage.js'

/** Creates the tabs. `hear` lets a tab hear the next of what the other one has said; `hearAll` both everything. */
function createTabs() {
  const heardBy: IdentityState[][] = [[], []]
  const tabs = [0, 1].map((tab) => {
    const stage = createCallStage({}, 'ab'[tab], (state) => heardBy[1 - tab]!.push(structuredClone(state)))
    return { ...stage, of: tab, cards: 0 }
  })
  const [first, second] = tabs as [(typeof tabs)[number], (typeof tabs)[number]]
  second.keeper.forget()
  second.keeper.adopt(first.keeper.state())
  const hear = (tab: number): boolean | undefined => {
    const state = heardBy[tab]!.shift()
    if (state) tabs[tab]!.keeper.adopt(state)
    return !!state
  }
  const hearAll = (): void => {
    while (hear(0) || hear(1));
  }
  return { tabs, hear, hearAll }
}
type Tab = ReturnType<typeof createTabs>['tabs'][number]

const call = fc.oneof(
  fc.constantFrom('alice', 'bob', 'carol').map((user) => ({ calls }: Tab) => void calls.identify(user, { [user]: true })),
  fc.constant(({ calls }: Tab) => calls.reset()),
  // Each card says in whose name it was linked.
  fc.constant((tab: Tab) => void tab.calls.link('loyalty', `${tab.keeper.current().userId ?? 'nobody'}-${tab.of}${tab.cards++}`)),
  fc.constant(({ calls }: Tab) => void calls.unlink('loyalty')),
  fc.constant(({ calls }: Tab) => void calls.track('A')),
  fc.integer({ min: 0, max: 4_000_000 }).map((ms) => ({ page }: Tab) => void (page.time += ms)),
)
const turn = fc.record({ tab: fc.constantFrom(0, 1), call, hears: fc.constantFrom(0, 0, 0, 1, 2), tabThatHears: fc.constantFrom(0, 1) })
const turns = fc.array(turn, { maxLength: 40 })

const isOf = ({ identity: { userId, identifiers } }: Event): boolean => {
  const card = identifiers?.loyalty ?? 'nobody'
  return card.startsWith('nobody') || card.startsWith(`${userId}-`)
}

test('however long messages take: no event carries what was said of somebody else, and nobody is known who has not logged in there or been heard of', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const { tabs, hear } = createTabs()
      const known: (string | undefined)[][] = [[undefined], [undefined]]
      for (const { tab, call: act, hears, tabThatHears } of all) {
        const one = tabs[tab]!
        const before = one.appended.length
        act(one)
        const said = one.appended.slice(before)
        // What was called last counts, unless something was heard since.
        if (said[0]?.type === 'identify' || !one.keeper.current().userId) known[tab] = [one.keeper.current().userId]
        for (const { identity } of said) expect(known[tab]).toContain(identity.userId)
        for (let i = 0; i < hears; i++) {
          if (hear(tabThatHears)) known[tabThatHears]!.push(tabs[tabThatHears]!.keeper.current().userId)
        }
        for (const { keeper } of tabs) {
          const { userId, traits } = keeper.current()
          expect(Object.keys(traits)).toEqual(userId === undefined ? [] : [userId])
        }
      }
      expect(tabs.flatMap(({ appended }) => appended).filter((event) => !isOf(event))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('once all has been heard both tabs know the same person, and an event without one carries no id of a customer', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const { tabs, hear, hearAll } = createTabs()
      for (const { tab, call: act, hears, tabThatHears } of all) {
        act(tabs[tab]!)
        for (let i = 0; i < hears; i++) hear(tabThatHears)
      }
      hearAll()
      const before = tabs.flatMap(({ appended }) => appended)
      expect(tabs[0]!.keeper.state()).toEqual(tabs[1]!.keeper.state())
      const after = tabs.map(({ calls, appended }) => (calls.track('After'), appended.at(-1)!.identity))
      expect(after[0]!.anonymousId).toBe(after[1]!.anonymousId)
      expect([after[1]!.userId, after[1]!.identifiers]).toEqual([after[0]!.userId, after[0]!.identifiers])
      if (after[0]!.userId) return
      const claimed = before.filter(({ identity }) => identity.userId).map(({ identity }) => identity.anonymousId!)
      expect(claimed).not.toContain(after[0]!.anonymousId)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['logs in anew', ({ calls }: Tab) => calls.identify('alice', { plan: 'gold' })],
  ['logs in as somebody else', ({ calls }: Tab) => calls.identify('bob')],
  ['links', ({ calls }: Tab) => Array.from({ length: 50 }, (_, i) => calls.link('order', `${i + 1}`))],
  ['goes on', ({ calls, page }: Tab) => Array.from({ length: 50 }, () => ((page.time += 70_000), calls.track('A')))],
])('nobody comes back after a logout, also when the other tab %s before it has heard of it', (_, act) => {
  const { tabs, hearAll } = createTabs()
  const [first, second] = tabs as [Tab, Tab]
  first.calls.identify('alice')
  hearAll()
  first.calls.reset()
  act(second)
  hearAll()
  for (const { keeper } of tabs) expect(keeper.current()).toEqual({ ...first.keeper.current(), identifiers: {}, traits: {} })
  expect(first.keeper.current().userId).toBeUndefined()
})

test('at the pace of people, who hear all before they act, no visitor and no session has two customers, in whichever tab', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const { tabs, hearAll } = createTabs()
      let person: string | undefined
      for (const { tab, call: act } of all) {
        const one = tabs[tab]!
        const before = one.appended.length
        act(one)
        const said = one.appended.slice(before)
        for (const { type, traits } of said) if (type === 'identify') person = Object.keys(traits!)[0]
        if (!one.keeper.current().userId) person = undefined
        expect(one.keeper.current().userId).toBe(person)
        for (const { identity } of said) expect(identity.userId).toBe(person)
        hearAll()
      }
      for (const key of ['anonymousId', 'sessionId'] as const) {
        const owner = new Map<string, string>()
        for (const { identity } of tabs.flatMap(({ appended }) => appended)) {
          if (identity.userId === undefined) continue
          expect(owner.get(identity[key]!) ?? identity.userId).toBe(identity.userId)
          owner.set(identity[key]!, identity.userId)
        }
      }
    }),
    { numRuns: 1000 },
  )
})
