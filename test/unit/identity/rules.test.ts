// What the graph refuses, rule by rule, and which links stand against it.
import { expect, test } from 'vitest'
import { resolve, type Rules, type Statement } from '../../../src/identity/index.js'
import { anon, card, email, id, merge, persons, says, user, verified } from './says.js'

const code = id('handoff')
const minuteMs = 60_000

const broken = (statements: readonly Statement[], rules?: Rules) =>
  resolve(statements, rules).conflicts.map(({ link, rule, against }) => [link.id, rule, against.map((each) => each.id)])

test('a visitor claimed by two customers stays with the first; the conflict says which link stands against it', () => {
  const [first, second] = [says(anon('v1'), user('alice'), { time: 1 }), says(anon('v1'), user('bob'), { time: 2 })]
  expect(persons([second, first])).toEqual([['anonymous:v1', 'user:alice'], ['user:bob']])
  expect(resolve([second, first]).conflicts).toEqual([{ link: second, rule: 'firstOwner', reason: 'already belongs to alice', against: [first] }])
})

test('a verified link counts before an older claim', () => {
  expect(persons([says(anon('v1'), user('alice'), { time: 1 }), says(anon('v1'), user('bob'), { time: 2, ...verified })])).toContainEqual(['anonymous:v1', 'user:bob'])
})

test('customers are not joined by what they share', () => {
  const links = [says(user('alice'), card('7')), says(user('bob'), email('b')), says(email('b'), card('7'))]
  expect(persons(links)).toHaveLength(2)
  expect(broken(links)).toEqual([[links[2]!.id, 'unique', [links[0]!.id, links[1]!.id]]])
})

test('a merge that is only claimed waits; verified, it joins two customers, and nothing is left to decide', () => {
  const claim = merge(user('alice'), user('bob'))
  expect(broken([claim])).toEqual([[claim.id, 'unverifiedMerge', []]])
  expect(resolve([claim]).conflicts[0]?.reason).toContain('waits for verification')
  const both = resolve([claim, merge(user('alice'), user('bob'), verified)])
  expect([both.persons.length, both.conflicts]).toEqual([1, []])
})

test('a merge that a server refuses is taken out', () => {
  const claim = merge(user('alice'), user('bob'))
  const links = [says(anon('v1'), user('alice')), says(anon('v2'), user('bob'))]
  expect(resolve([...links, claim, { unlink: claim.id }])).toEqual(resolve(links))
})

test('a verified link between two customers that is no merge joins nobody', () => {
  expect(broken([says(user('alice'), user('bob'), { ...verified, id: 'x' })])).toEqual([['x', 'unique', []]])
})

test('other namespaces can be unique too', () => {
  const links = [says(user('alice'), card('1')), says(user('alice'), card('2'), { id: 'x' })]
  expect(broken(links)).toEqual([])
  expect(broken(links, { unique: ['user', 'loyalty'] }).map(([link, rule]) => [link, rule])).toEqual([['x', 'firstOwner']])
})

test('a limit holds for what was first seen within its window', () => {
  const day = 86_400_000
  const visits = (days: readonly number[]) => days.map((at, i) => says(anon(`v${i}`), user('alice'), { time: at * day, id: `l${i}` }))
  const rules = { limits: { anonymous: { max: 2, windowMs: 7 * day } } }
  expect(broken(visits([0, 1, 6]), rules)).toEqual([['l2', 'limit', ['l0', 'l1']]])
  expect(broken(visits([0, 1, 7, 8, 14]), rules)).toEqual([])
  expect(broken(visits([0, 10, 20]), { limits: { anonymous: { max: 2 } } })).toEqual([['l2', 'limit', ['l0', 'l1']]])
})

test('a person has at most so many identifiers, a thousand by default', () => {
  const links = Array.from({ length: 1_001 }, (_, i) => says(user('alice'), card(`c${i}`), { id: `l${String(i).padStart(4, '0')}`, time: i }))
  expect(broken(links)).toEqual([['l0999', 'identifiers', []], ['l1000', 'identifiers', []]])
  expect(broken(links.slice(0, 4), { maxIdentifiers: 4 })).toEqual([['l0003', 'identifiers', []]])
})

test('a person is held together by at most so many merges, a hundred by default', () => {
  const links = Array.from({ length: 102 }, (_, i) => merge(user('alice'), user(`u${i}`), { ...verified, id: `l${String(i).padStart(4, '0')}` }))
  expect(broken(links).map(([link, rule, against]) => [link, rule, against!.length])).toEqual([['l0100', 'merges', 100], ['l0101', 'merges', 100]])
})

test('of the links of one event the least telling is considered last', () => {
  const event = { event: 'e', time: 5 }
  // The event names bob, his address, and a visitor; address and visitor are alice's and carol's.
  const before = [says(email('a@x.org'), user('alice'), { time: 1, id: 'l1' }), says(anon('v1'), email('b@x.org'), { time: 2, id: 'l2' })]
  const carried = [says(anon('v1'), user('bob'), { ...event, id: 'e#1' }), says(email('a@x.org'), anon('v1'), { ...event, id: 'e#2' }), says(user('bob'), email('b@x.org'), { ...event, id: 'e#3' })]
  const alone = (rules?: Rules) => broken([before[0]!, carried[0]!, carried[1]!], rules)
  expect(alone()).toEqual([['e#2', 'unique', ['l1', 'e#1']]])
  expect(alone({ priority: ['anonymous', 'email', 'user'] })).toEqual([['e#1', 'firstOwner', ['l1', 'e#2']]])
  expect(persons([...before, ...carried])).toContainEqual(['anonymous:v1', 'email:b@x.org', 'user:bob'])
})

test('a code joins those who name it within its life, whoever comes first', () => {
  const [shown, taken] = [says(anon('v1'), code('K7'), { time: 0 }), says(anon('s1'), code('K7'), { time: 15 * minuteMs })]
  expect(persons([taken, shown])).toEqual([['anonymous:s1', 'anonymous:v1', 'handoff:K7']])
  const late = { ...taken, time: 15 * minuteMs + 1 }
  expect(broken([late, shown])).toEqual([[late.id, 'handoff', [shown.id]]])
  expect(broken([late, shown], { handoffMs: 20 * minuteMs })).toEqual([])
})

test('junk joins nobody and is nobody', () => {
  const links = ['null', '0', 'undefined', '', 'test@test.com'].flatMap((value, i) => [says(anon(`v${i}`), user(value)), says(anon(`w${i}`), email(value))])
  expect(persons(links)).toEqual([])
  expect(new Set(broken(links).map(([, rule]) => rule))).toEqual(new Set(['junk']))
  expect(broken([says(anon('v1'), id('a:b')('c'))])[0]?.[1]).toBe('junk')
  expect(persons([says(anon('void'), user('alice'))], { isJunk: ({ value }) => value === 'alice' })).toEqual([])
})
