// @vitest-environment happy-dom
// What is remembered of whom: over pages and tabs, and never of another person or without consent.
import { expect, test, vi } from 'vitest'
import { dayMs, startTime, story, useStage } from './stage.js'

const stage = useStage()
const names = ({ memory }: ReturnType<typeof stage.open>) => memory.interactions().map(({ name }) => name)

test('what happened is there at once, and on the next page', async () => {
  const tab = stage.open()
  tab.tracker.track('Product Viewed', { product_id: '42' })
  expect(tab.memory.interactions()).toMatchObject([{ id: 'e1', name: 'Product Viewed', session: 's1', properties: { product_id: '42' }, source: 'browser' }])
  await stage.settle()
  const next = stage.open()
  expect(names(next)).toEqual([])
  await next.memory.ready()
  expect(names(next)).toEqual(['Product Viewed'])
})

test('what happens before earlier pages have been read comes after them', async () => {
  stage.open().tracker.track('A')
  await stage.settle()
  await stage.pass(1000)
  const next = stage.open()
  next.tracker.track('B')
  expect(names(next)).toEqual(['B'])
  await next.memory.ready()
  expect(names(next)).toEqual(['A', 'B'])
})

test('another tab learns of it', async () => {
  const [one, two] = [stage.open(), stage.open()]
  await stage.settle()
  const heard = vi.fn<() => void>()
  two.memory.on(heard)
  one.tracker.track('A')
  await stage.settle()
  expect(names(two)).toEqual(['A'])
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ name: 'A' }), false)
})

test('a visitor who logs in keeps what they did; another customer on the same browser sees nothing, and it is gone', async () => {
  const tab = stage.open()
  tab.tracker.track('A')
  tab.tracker.identify('alice')
  expect(names(tab)).toEqual(['A', 'identify'])
  await stage.settle()
  tab.become({ anonymousId: 'v2', sessionId: 's2', userId: 'bob' })
  expect(names(tab)).toEqual([])
  await stage.settle()
  expect(stage.db.values('seen')).toEqual([])
  expect(names(tab)).toEqual([])
})

test('another customer under the same anonymous id sees nothing either, and nothing of before the first one’s login', async () => {
  const tab = stage.open()
  tab.tracker.track('A')
  await stage.settle()
  tab.tracker.identify('alice')
  await stage.settle()
  tab.become({ anonymousId: 'v1', sessionId: 's2', userId: 'bob' })
  await stage.settle()
  expect(names(tab)).toEqual([])
  expect(JSON.stringify(stage.db.entries())).not.toContain('alice')
})

test('who has logged out sees nothing of what the customer did, on the next page as well', async () => {
  const tab = stage.open({ anonymousId: 'v1', sessionId: 's1', userId: 'alice' })
  tab.tracker.track('Secret')
  await stage.settle()
  const next = stage.open({ anonymousId: 'v2', sessionId: 's2' })
  expect(names(next)).toEqual([])
  await next.memory.ready()
  expect(names(next)).toEqual([])
  await stage.settle()
  expect(JSON.stringify(stage.db.entries())).not.toContain('Secret')
})

test('a tab that does not know yet who is here adds nothing to the other person', async () => {
  const [one, two] = [stage.open(), stage.open()]
  await stage.settle()
  one.become({ anonymousId: 'v2', sessionId: 's2' })
  two.tracker.track('Of the first')
  await stage.settle()
  expect(names(one)).toEqual([])
  expect(names(two)).toEqual(['Of the first'])
})

test('without an identity nothing is kept and no database is made', async () => {
  const tab = stage.open({})
  tab.tracker.track('A')
  await stage.settle()
  expect(names(tab)).toEqual([])
  expect(stage.db.connections()).toBe(0)
  tab.become({ anonymousId: 'v1', sessionId: 's1' })
  tab.tracker.track('B')
  await stage.settle()
  expect(names(tab)).toEqual(['B'])
  expect(stage.db.values('seen')).toHaveLength(1)
})

test.each(['analytics', 'personalization'])('withdrawal of %s forgets everything that is stored, in all tabs', async (purpose) => {
  const [one, two] = [stage.open(), stage.open()]
  one.tracker.track('A')
  await one.memory.update('profile', () => ({ traits: {} }))
  await one.memory.share('shown', () => [1])
  await stage.settle()
  expect(stage.db.entries().length).toBe(3)
  one.consent({ [purpose]: 'denied' })
  two.consent({ [purpose]: 'denied' })
  expect(names(one)).toEqual([])
  await stage.settle()
  expect(stage.db.entries()).toEqual([])
  one.tracker.track('B')
  await stage.settle()
  expect([names(one), names(two), stage.db.values('seen')]).toEqual([[], [], []])
})

test('a refusal of the purpose is remembered by the next page, until it is given back', async () => {
  const tab = stage.open()
  await stage.settle()
  tab.consent({ personalization: 'denied' })
  await stage.settle()
  const next = stage.open()
  await next.memory.ready()
  next.tracker.track('A')
  expect(names(next)).toEqual([])
  next.consent({ personalization: 'granted' })
  next.tracker.track('B')
  await stage.settle()
  expect(names(next)).toEqual(['B'])
})

test.each(['session', 'anonymous', 'denied'] as const)('where consent is given to less, %s, nothing is kept, and no database is made on the next page', async (state) => {
  const tab = stage.open()
  tab.tracker.track('A')
  await stage.settle()
  tab.consent({ analytics: state })
  await stage.settle()
  expect([names(tab), stage.db.entries()]).toEqual([[], []])
  const opens = stage.db.opens()
  stage.db.deleteDatabase()
  await stage.settle()
  const next = stage.open()
  next.tracker.track('B')
  await stage.settle()
  expect([names(next), stage.db.opens() - opens]).toEqual([[], 0])
})

test('who asks to be forgotten is, with what was shown to them; the next visitor begins with nothing', async () => {
  const tab = stage.open()
  tab.tracker.track('A')
  await tab.memory.share('shown', () => [1])
  tab.tracker.forget()
  await stage.settle()
  expect([names(tab), stage.db.entries()]).toEqual([[], []])
  tab.tracker.track('B')
  await stage.settle()
  expect(names(tab)).toEqual(['B'])
})

test('where nobody says anything of the purpose, the site may ask for it first', async () => {
  const tab = stage.open(undefined, { isGranted: false })
  tab.tracker.track('A')
  await stage.settle()
  expect(stage.db.connections()).toBe(0)
  tab.consent({ personalization: 'granted', analytics: 'granted' })
  tab.tracker.track('B')
  expect(names(tab)).toEqual(['B'])
})

test('what the server knows is added, and what is the same event or the same order is not there twice', async () => {
  const tab = stage.open()
  tab.tracker.track('Order Completed', { order_id: '7', total: 20 })
  const known = story(['Order Completed', -9, { order_id: '7', total: 20, store: 'Main Street' }], ['Order Completed', -5, { order_id: '8', total: 5 }], ['Product Viewed', 0])
  tab.memory.hydrate(known)
  tab.memory.hydrate(known)
  expect(tab.memory.interactions().map(({ id, source, properties }) => [id, source, properties?.['store']])).toEqual([
    ['i1', 'server', undefined],
    ['e1', 'browser', 'Main Street'],
    ['i2', 'server', undefined],
  ])
  await stage.settle()
  const next = stage.open()
  await next.memory.ready()
  expect(next.memory.interactions()).toEqual(tab.memory.interactions())
})

test('the list has bounds: what is too old goes, then page views, then the oldest', async () => {
  const tab = stage.open(undefined, { maxInteractions: 3, maxAgeMs: dayMs })
  tab.tracker.track('Old')
  await stage.pass(2 * dayMs)
  for (const name of ['A', '', 'B', '', 'C']) {
    if (name) tab.tracker.track(name)
    else tab.tracker.page()
  }
  await stage.settle()
  expect(names(tab)).toEqual(['A', 'B', 'C'])
  tab.tracker.track('D')
  await stage.settle()
  expect(names(tab)).toEqual(['B', 'C', 'D'])
  expect(stage.db.values('seen')).toHaveLength(3)
})

test('a note is changed with nobody in between, and is the person’s', async () => {
  const [one, two] = [stage.open(), stage.open()]
  const count = (old = 0) => old + 1
  await Promise.all([1, 2, 3].flatMap(() => [one.memory.update('count', count), two.memory.update('count', count)]))
  await stage.settle()
  expect([one.memory.note('count'), two.memory.note('count')]).toEqual([6, 6])
  one.become({ anonymousId: 'v2', sessionId: 's2' })
  expect(one.memory.note('count')).toBeUndefined()
  expect(await one.memory.update('count', count)).toBe(1)
})

test('a listener that throws stops nobody else, and never the event', async () => {
  const reported = vi.fn<() => void>()
  vi.stubGlobal('reportError', reported)
  const tab = stage.open()
  await stage.settle()
  tab.memory.on((interaction) => {
    if (interaction) throw new Error('mine')
  })
  const other = vi.fn<() => void>()
  tab.memory.on(other)
  tab.tracker.track('A')
  expect(tab.named('A')).toHaveLength(1)
  expect([reported.mock.calls.length, other.mock.calls.length]).toEqual([1, 1])
})

test('with a disk that refuses, it lasts as long as the page', async () => {
  stage.db.fault = 'refused'
  const tab = stage.open()
  tab.tracker.track('A')
  await stage.pass(10_000)
  expect(names(tab)).toEqual(['A'])
  expect(await tab.memory.update('x', () => 1)).toBeUndefined()
})

test('what was said is cut when it is long: only short values are kept', () => {
  const tab = stage.open()
  tab.tracker.track('A', { order_id: '7', text: 'x'.repeat(3000), list: [1] })
  expect(tab.memory.interactions()[0]?.properties).toEqual({ order_id: '7' })
  expect(startTime).toBe(Date.now())
})
