// Who the collector says that events belong to.
import { describe, expect, test } from 'vitest'
import { orderTimeline } from '../../../examples/collector/orderTimeline.js'
import { alias, at, day, identify, item, link } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()

const keys = async () => (await sender.get('/people')).people.map((person: any) => person.key).sort()

test('what a visitor did before login and after it is one timeline', async () => {
  await sender.send([
    item({ event: 'Looked', ...day(1) }),
    identify('v1', 'alice', day(2)),
    item({ event: 'Bought', userId: 'alice', ...day(3) }),
  ])
  const person = await sender.get('/people/alice')
  expect(person.timeline.map((event: any) => [event.name ?? event.type, event.known])).toEqual([
    ['Looked', false],
    ['identify', true],
    ['Bought', true],
  ])
  expect(await sender.get('/people/v1')).toEqual(person)
  expect(await sender.get('/people/anonymous:v1')).toEqual(person)
  expect(person).toMatchObject({ key: 'user:alice', events: 3, truncated: false, conflicts: [] })
})

test('a visitor of two domains is one, and stays with the first customer', async () => {
  await sender.send([
    identify('here', 'alice', day(1)),
    link('anonymous', 'there', { anonymousId: 'here', ...day(2) }),
    item({ anonymousId: 'there', ...day(3) }),
  ])
  expect((await sender.get('/people/anonymous:there')).key).toBe('user:alice')
  expect((await sender.get('/people/alice')).links.map((one: any) => one.reason)).toEqual(['login', 'crossDomain'])
  await sender.send([identify('there', 'bob', day(4))])
  const { people, conflicts } = await sender.get('/people')
  expect(people.map((person: any) => person.key).sort()).toEqual(['user:alice', 'user:bob'])
  expect(conflicts.map((one: any) => one.rule)).toEqual(['firstOwner'])
})

test('the same person on two devices is one, in whatever order the events come', async () => {
  await sender.send([item({ anonymousId: 'phone' }), identify('phone', 'alice'), identify('laptop', 'alice')])
  await sender.send([item({ anonymousId: 'laptop' })])
  expect(await keys()).toEqual(['user:alice'])
  expect((await sender.get('/people/laptop')).events).toBe(4)
})

test('on a shared device alice and bob stay two people', async () => {
  await sender.send([
    item({ anonymousId: 'v1', event: 'Alice looked' }),
    identify('v1', 'alice'),
    item({ anonymousId: 'v1', userId: 'alice', event: 'Alice bought' }),
    item({ anonymousId: 'v2', event: 'Bob looked' }),
    identify('v2', 'bob'),
    item({ anonymousId: 'v2', userId: 'bob', event: 'Bob bought' }),
  ])
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((id) => sender.get(`/people/${id}`)))
  const namesOf = (person: any) => person.timeline.flatMap((event: any) => event.name ?? [])
  expect(namesOf(alice)).toEqual(['Alice looked', 'Alice bought'])
  expect(namesOf(bob)).toEqual(['Bob looked', 'Bob bought'])
  expect([alice.conflicts, bob.conflicts]).toEqual([[], []])
})

test('a device that forgets to reset keeps its first owner, and no event changes hands', async () => {
  await sender.send([
    item({ event: 'Alice looked', ...day(1) }),
    identify('v1', 'alice', day(2)),
    identify('v1', 'bob', day(3)),
    item({ event: 'Bob bought', userId: 'bob', ...day(4) }),
  ])
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((id) => sender.get(`/people/${id}`)))
  expect(alice.timeline.map((event: any) => event.userId)).toEqual([null, 'alice'])
  expect(bob.timeline.map((event: any) => event.userId)).toEqual(['bob', 'bob'])
  expect(alice.conflicts).toHaveLength(1)
  expect((await sender.get('/people')).conflicts).toHaveLength(1)
})

test('a link adds an identifier to the customer, or to the visitor while nobody is known', async () => {
  await sender.send([link('loyalty', 'L-1', { userId: 'alice' }), link('order', 77)])
  expect((await sender.get('/people/loyalty:L-1')).key).toBe('user:alice')
  expect((await sender.get('/people/order:77')).key).toBe('anonymous:v1')
  expect((await collector.stored()).map((event) => [event.type, event.name])).toEqual([
    ['link', 'loyalty'],
    ['link', 'order'],
  ])
})

test('a link cannot claim another customer', async () => {
  await sender.send([identify('v2', 'victim'), link('user', 'victim')])
  expect(await keys()).toEqual(['anonymous:v1', 'user:victim'])
})

test('a merge of two customers is a claim that waits', async () => {
  await sender.send([identify('v1', 'a'), identify('v2', 'b'), alias('a', 'b', at('s', 3, { type: 'merge' }))])
  expect(await keys()).toEqual(['user:a', 'user:b'])
  expect((await sender.get('/people/a')).conflicts[0].reason).toContain('verification')
  expect((await collector.stored()).at(-1)?.type).toBe('merge')
})

test('a person is told with its traits, the newest of each', async () => {
  await sender.send([
    identify('v1', 'alice', { ...day(3), traits: { plan: 'gold' } }),
    identify('v2', 'alice', { ...day(1), traits: { plan: 'free', city: 'Oslo' } }),
    identify('v3', 'bob', { ...day(4), traits: { plan: 'none' } }),
  ])
  expect((await sender.get('/people/v1')).traits).toEqual({ city: 'Oslo', plan: 'gold' })
})

describe('undo', () => {
  const undo = (link: unknown, type = 'application/json') =>
    sender.post(JSON.stringify({ link }), { path: '/unlinks', headers: { 'content-type': type } })

  test('splits what only this link held together, and what it had stood against holds now', async () => {
    await sender.send([item(), identify('v1', 'alice', { messageId: 'first', ...day(1) }), identify('v1', 'bob', { messageId: 'second', ...day(2) })])
    const before = await sender.get('/people/v1')
    expect(before.links.map((link: any) => link.id)).toEqual(['first'])
    expect(before.conflicts[0]).toMatchObject({ rule: 'firstOwner', reason: 'already belongs to alice', against: [{ id: 'first' }] })
    expect(await undo('first')).toMatchObject({ status: 200, body: { unlinked: 'first' } })
    expect((await sender.get('/people/v1')).key).toBe('user:bob')
    expect(await sender.get('/people/alice')).toMatchObject({ key: 'user:alice', events: 1, links: [], conflicts: [] })
  })

  test('is for good: the same link again, late or double, changes nothing', async () => {
    const login = identify('v1', 'alice', { messageId: 'login' })
    await sender.send([login])
    await undo('login')
    await undo('login')
    await sender.send([login, login])
    expect(await keys()).toEqual(['user:alice'])
    expect((await sender.get('/people/v1')).error).toContain('Nobody')
  })

  test('is refused where another site could have sent it, and where there is no such link', async () => {
    await sender.send([identify('v1', 'alice', { messageId: 'login' })])
    expect((await undo('login', 'text/plain')).status).toBe(400)
    expect((await undo(7)).status).toBe(400)
    expect((await undo('none')).status).toBe(404)
    expect((await sender.get('/people/v1')).key).toBe('user:alice')
  })
})

test('a link that comes late, when people were asked for already, joins them', async () => {
  await sender.send([item(), identify('v2', 'alice', day(3)), link('loyalty', 'L-1', { anonymousId: 'v2', userId: 'alice', ...day(4) })])
  expect(await keys()).toEqual(['anonymous:v1', 'user:alice'])
  await sender.send([identify('v1', 'alice', day(1))])
  expect(await keys()).toEqual(['user:alice'])
  await sender.send([identify('v2', 'bob', day(2))])
  expect((await sender.get('/people/L-1')).identifiers).toHaveLength(3)
  expect((await sender.get('/people/v2')).key).toBe('user:bob')
})

test("Segment's alias of a visitor makes it the customer", async () => {
  await sender.send([item(), alias('v1', 'alice', { anonymousId: 'v1' })])
  expect((await sender.get('/people/v1')).key).toBe('user:alice')
})

test('junk ids tie nobody together', async () => {
  const junk = ['null', 'undefined', '0', 0, '000-000', '[object Object]', 'Anonymous', 'NaN', -1, ' ', 'a'.repeat(257),
    'test@test.com', true, 'user\nalice']
  const batch = junk.flatMap((userId, index) => [
    identify(`v${index}`, userId),
    link('email', userId, { anonymousId: `v${index}` }),
  ])
  expect((await sender.send(batch)).body).toMatchObject({ stored: batch.length, results: {} })
  const { people, conflicts } = await sender.get('/people')
  expect(people).toHaveLength(junk.length)
  expect(people.every((person: any) => person.identifiers.length === 1)).toBe(true)
  expect(conflicts).toEqual([])
})

test('within one page the position decides, because clocks are put right batch by batch', () => {
  const event = (name: string, seconds: number, stream: string | null, n: number | null) =>
    ({ name, time: new Date(seconds * 1000), stream, n })
  const events = [event('b', 1, 's', 1), event('other', 2, 't', 5), event('a', 3, 's', 0), event('late', 4, null, null)]
  expect(orderTimeline(events).map(({ name }) => name)).toEqual(['a', 'other', 'b', 'late'])
})
