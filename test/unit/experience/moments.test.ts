// @vitest-environment happy-dom
// decide(slot): the right thing, at a good moment, as often as allowed over all tabs; and what is recorded of it.
import { describe, expect, test, vi } from 'vitest'
import { createMoments, type MomentsOptions } from '../../../src/experience/moments/createMoments.js'
import { profileValues } from '../../../src/experience/moments/profileValues.js'
import type { MomentRule } from '../../../src/experience/moments/rule.js'
import { createProfile } from '../../../src/experience/profile/createProfile.js'
import { dayMs, type Tab, useStage } from './stage.js'

const stage = useStage()
const rule = (id: string, more: Partial<MomentRule> = {}): MomentRule => ({ id, slot: 'corner', ...more })
const begin = (tab: Tab, ...rules: MomentRule[]) => createMoments(tab.memory, { rules })
const begun = (tab: Tab, options: MomentsOptions) => createMoments(tab.memory, options)
const suppressions = (tab: Tab) => tab.named('Moment Suppressed').map(({ properties }) => `${properties?.['moment']} ${properties?.['because']}`)
const decide = async (moments: ReturnType<typeof begin>, slot = 'corner') => {
  const decision = moments.decide(slot)
  await stage.settle()
  return decision
}

test('the highest of those that hold is shown, and that is recorded', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('low'), rule('high', { priority: 2, kind: 'offer', content: { text: 'Hello' } }), rule('other', { slot: 'top', priority: 3 }), rule('no', { priority: 9, when: { event: 'Never' } }))
  expect(await decide(moments)).toMatchObject({ moment: 'high', slot: 'corner', content: { text: 'Hello' } })
  expect(tab.named('Moment Shown').map(({ properties }) => properties)).toEqual([{ moment: 'high', slot: 'corner', kind: 'offer' }])
  expect(await decide(moments, 'nowhere')).toBeUndefined()
  expect(moments.eligible('corner').map(({ id }) => id)).toEqual(['high', 'low'])
})

test('what was done about it is recorded, once, and counts', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('a', { until: 'acted' }))
  const decision = await decide(moments)
  decision?.acted({ choice: 'yes' })
  decision?.dismissed()
  expect(tab.named('Moment Acted On').map(({ properties }) => properties)).toEqual([{ choice: 'yes', moment: 'a', slot: 'corner', shown: decision?.id }])
  expect(tab.named('Moment Dismissed')).toEqual([])
  await stage.settle()
  expect(await decide(moments)).toBeUndefined()
  expect(suppressions(tab)).toEqual(['a until'])
})

test('rules ask for history, profile and whatever the site adds', async () => {
  const tab = stage.open()
  const profile = createProfile(tab.memory, { facts: { orders: { compute: 'count', of: 'Order Completed' } } })
  const moments = begun(tab, {
    rules: [rule('a', { when: { all: [{ event: 'Product Viewed', inSession: true }, { path: 'facts.orders', is: 0 }, { path: 'stage', is: 'evaluation' }] } })],
    values: () => ({ ...profileValues(profile), stage: 'evaluation' }),
  })
  expect(await decide(moments)).toBeUndefined()
  tab.tracker.track('Product Viewed')
  expect(await decide(moments)).toMatchObject({ moment: 'a' })
})

test('a rule has its time', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('a', { from: Date.now() + dayMs, to: Date.now() + 2 * dayMs }))
  expect(await decide(moments)).toBeUndefined()
  await stage.pass(dayMs)
  expect(await decide(moments)).toMatchObject({ moment: 'a' })
  await stage.pass(dayMs)
  expect(await decide(moments)).toBeUndefined()
})

test('ten tabs that ask a hundred times at once show it exactly as often as the cap allows', async () => {
  const tabs = Array.from({ length: 10 }, () => stage.open())
  const all = tabs.map((tab) => begin(tab, rule('a', { caps: [{ most: 3 }] })))
  const decisions = Promise.all(all.flatMap((moments) => Array.from({ length: 10 }, () => moments.decide('corner'))))
  await stage.pass(1000)
  expect((await decisions).filter(Boolean)).toHaveLength(3)
  expect(tabs.flatMap((tab) => tab.named('Moment Shown'))).toHaveLength(3)
})

test('caps are there on the next page, after a login, and after a logout and the next login', async () => {
  const capped = rule('a', { caps: [{ most: 1 }] })
  const tab = stage.open()
  expect(await decide(begin(tab, capped))).toBeDefined()
  tab.tracker.identify('alice')
  expect(await decide(begin(tab, capped))).toBeUndefined()
  tab.become({ anonymousId: 'v2', sessionId: 's2' })
  expect(await decide(begin(tab, capped))).toBeDefined()
  const next = stage.open({ anonymousId: 'v3', sessionId: 's3', userId: 'alice' })
  expect(await decide(begin(next, capped))).toBeUndefined()
  expect(JSON.stringify(stage.db.values('shared'))).not.toContain('alice')
})

test('what other devices have shown counts, once told', async () => {
  const moments = begin(stage.open(), rule('a', { caps: [{ most: 2 }] }))
  const shown = [{ moment: 'a', slot: 'corner', time: Date.now() - 1000 }]
  await Promise.all([moments.hydrate(shown), moments.hydrate(shown), stage.settle()])
  expect([await decide(moments), await decide(moments)].map((each) => each?.moment)).toEqual(['a', undefined])
})

test('who is held out sees nothing, and that is recorded as often as it would have been shown', async () => {
  const tab = stage.open()
  const moments = begun(tab, { rules: [rule('a', { caps: [{ most: 2 }] })], holdout: 100 })
  for (let i = 0; i < 4; i++) expect(await decide(moments)).toBeUndefined()
  expect([suppressions(tab), tab.named('Moment Shown')]).toEqual([['a holdout', 'a holdout', 'a cap'], []])
})

test('a suppression is recorded once a page, however often it is asked', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('a', { percentage: 0 }))
  for (let i = 0; i < 5; i++) await decide(moments)
  expect(suppressions(tab)).toEqual(['a percentage'])
})

describe('a good moment', () => {
  const type = () => document.body.appendChild(document.createElement('input')).dispatchEvent(new Event('input', { bubbles: true }))
  test.each<[string, (tab: Tab) => void, number]>([
    ['typing', type, 5000],
    ['checkout', (tab) => tab.tracker.track('Checkout Started'), 1_800_000],
    ['frustration', (tab) => tab.tracker.track('Rage Click'), 60_000],
  ])('is not: %s', async (because, disturb, untilMs) => {
    const tab = stage.open()
    const moments = begin(tab, rule('a'))
    await stage.pass(1_900_000)
    disturb(tab)
    expect(await decide(moments)).toBeUndefined()
    expect(suppressions(tab)).toEqual([`a ${because}`])
    await stage.pass(untilMs)
    expect(await decide(moments)).toMatchObject({ moment: 'a' })
    moments.stop()
  })

  test('comes again once the order is placed', async () => {
    const tab = stage.open()
    tab.tracker.track('Checkout Started')
    await stage.pass(10)
    tab.tracker.track('Order Completed')
    expect(await decide(begin(tab, rule('a')))).toBeDefined()
  })

  test('is not in a hidden tab', async () => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    const tab = stage.open()
    expect(await decide(begin(tab, rule('a')))).toBeUndefined()
    expect(suppressions(tab)).toEqual(['a hidden'])
  })

  test('need not be waited for by what may interrupt', async () => {
    const tab = stage.open()
    const moments = begin(tab, rule('a'), rule('b', { interrupts: true }))
    tab.tracker.track('Rage Click')
    expect(await decide(moments)).toMatchObject({ moment: 'b' })
  })

  test('is not asked for any more after stop', async () => {
    const tab = stage.open()
    const moments = begin(tab, rule('a'))
    moments.stop()
    type()
    expect(await decide(moments)).toBeDefined()
  })
})

test('what cannot be counted is not shown', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('a'))
  stage.db.fault = 'readonly'
  const decision = moments.decide('corner')
  await stage.pass(20_000)
  expect(await decision).toBeUndefined()
  expect(suppressions(tab)).toEqual(['a storage'])
})

test('without consent nothing is shown or recorded', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('a'))
  tab.consent({ personalization: 'denied' })
  expect(await decide(moments)).toBeUndefined()
  expect(tab.events).toEqual([])
})

test('what was decided for somebody who has gone is shown to nobody', async () => {
  const tab = stage.open()
  const moments = begin(tab, rule('a'))
  await stage.settle()
  const decision = moments.decide('corner')
  tab.become({ anonymousId: 'v2', sessionId: 's2' })
  await stage.settle()
  const [first, second] = [await decision, await decide(moments)]
  first?.acted()
  expect(first === undefined || tab.named('Moment Shown')[0]?.identity.anonymousId === 'v2').toBe(true)
  tab.become({ anonymousId: 'v3', sessionId: 's3' })
  second?.acted()
  expect(tab.named('Moment Acted On').every(({ identity }) => identity.anonymousId === 'v2')).toBe(true)
})
