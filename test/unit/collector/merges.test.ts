// Two customers who are one: a page claims it, and the site's server says whether it is true.
import { beforeEach, expect, test } from 'vitest'
import { alias, at, identify, item } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()
beforeEach(async () => {
  await sender.send([
    identify('v1', 'al', { timestamp: '2026-01-01T12:00:00.000Z' }), item({ event: 'Looked', userId: 'al', timestamp: '2026-01-01T12:01:00.000Z' }),
    identify('v2', 'alice', { timestamp: '2026-01-02T12:00:00.000Z' }),
    claim,
  ])
})

const claim = alias('al', 'alice', { messageId: 'm1', timestamp: '2026-01-03T12:00:00.000Z', ...at('s', 3, { type: 'merge' }) })
const keys = async () => (await sender.get('/people')).people.map((person: any) => person.key).sort()
const decide = (verdict: string, merge: unknown = 'm1') => sender.decide('/merges', { merge, verdict })

test('claimed, it waits, and is listed with its reason', async () => {
  expect(await keys()).toEqual(['user:al', 'user:alice'])
  const [conflict] = (await sender.get('/people')).conflicts
  expect(conflict).toMatchObject({ rule: 'unverifiedMerge', link: { id: 'm1', authority: 'claim' } })
  expect(conflict.reason).toContain('waits for verification')
  expect((await sender.get('/people/al')).conflicts).toEqual([conflict])
})

test('claimed and refused, they stay two for good, and nothing waits', async () => {
  expect(await decide('refused')).toMatchObject({ status: 200, body: { refused: 'm1' } })
  const after = async () => [await keys(), (await sender.get('/people')).conflicts]
  expect(await after()).toEqual([['user:al', 'user:alice'], []])
  await decide('verified')
  await sender.send([claim])
  expect(await after()).toEqual([['user:al', 'user:alice'], []])
})

test('claimed and verified, they are one, with one timeline, and either name answers', async () => {
  expect(await decide('verified')).toMatchObject({ status: 200, body: { verified: 'm1' } })
  const person = await sender.get('/people/al')
  expect(person.timeline.map((event: any) => event.name ?? event.type)).toEqual(['identify', 'Looked', 'identify', 'merge'])
  expect(person.conflicts).toEqual([])
  expect(person.links.find((link: any) => link.id === 'm1').authority).toBe('verified')
  expect(await sender.get('/people/alice')).toEqual(person)
  expect((await sender.get('/people')).total).toBe(1)
})

test('verified twice, and claimed again, is the same; undone, they are two again', async () => {
  await decide('verified')
  await decide('verified')
  await sender.send([claim])
  expect((await sender.get('/people')).total).toBe(1)
  await sender.decide('/unlinks', { link: 'm1' })
  expect(await keys()).toEqual(['user:al', 'user:alice'])
  expect((await sender.get('/people')).conflicts).toEqual([])
})

test('no page verifies anything: not what it sends, and not by a form', async () => {
  const own = { ...claim, messageId: 'm2', authority: 'verified', context: { throughline: { type: 'merge', authority: 'verified' } } }
  await sender.send([own])
  const form = await sender.post(JSON.stringify({ merge: 'm1', verdict: 'verified' }), { path: '/merges' })
  expect(form.status).toBe(400)
  const preflight = await fetch(`${collector.url}/merges`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } })
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  expect((await fetch(`${collector.url}/v1/merges`, { method: 'POST', body: '{}' })).status).toBe(404)
  expect(await keys()).toEqual(['user:al', 'user:alice'])
})

test('what is no merge cannot be verified, nor what nobody has claimed', async () => {
  const [login] = (await sender.get('/people/al')).links
  expect((await decide('verified', login.id)).status).toBe(404)
  expect((await decide('refused', login.id)).status).toBe(404)
  expect((await decide('verified', 'm9')).status).toBe(404)
  expect((await decide('perhaps')).status).toBe(400)
  expect((await sender.get('/people/al')).links).toEqual([login])
})
