// What the graph answers, rule by rule; that order and repetition do not matter is shown in graphProperties.test.ts.
import { describe, expect, test } from 'vitest'
import { createIdentityGraph, resolve, type Identifier, type Link, type Rules, type Statement } from '../../../src/identity/index.js'

const id = (namespace: string) => (value: string): Identifier => ({ namespace, value })
const [anon, user, email, card, code] = ['anonymous', 'user', 'email', 'loyalty', 'handoff'].map(id) as [typeof user, (value: string) => Identifier, typeof user, typeof user, typeof user]
const minuteMs = 60_000

let count = 0
const says = (a: Identifier, b: Identifier, more: Partial<Link> = {}): Link => ({
  id: `l${String(++count).padStart(4, '0')}`,
  a,
  b,
  time: count,
  reason: 'login',
  authority: 'claim',
  ...more,
})
const verified = { authority: 'verified' } as const
const merge = (a: Identifier, b: Identifier, more: Partial<Link> = {}) => says(a, b, { reason: 'merge', ...more })

const persons = (statements: readonly Statement[], rules?: Rules): string[][] =>
  resolve(statements, rules).persons.map(({ identifiers }) => identifiers.map(({ namespace, value }) => `${namespace}:${value}`)).sort()
const broken = (statements: readonly Statement[], rules?: Rules) =>
  resolve(statements, rules).conflicts.map(({ link, rule, against }) => [link.id, rule, against.map((each) => each.id)])

describe('persons', () => {
  test('what is linked is one, what is not linked is another', () => {
    const links = [says(anon('v1'), user('alice')), says(user('alice'), card('c7')), says(anon('v2'), card('c8'))]
    expect(persons(links)).toEqual([['anonymous:v1', 'loyalty:c7', 'user:alice'], ['anonymous:v2', 'loyalty:c8']])
  })

  test('a link from an identifier to itself is one person', () => {
    expect(persons([says(anon('v1'), anon('v1'))])).toEqual([['anonymous:v1']])
  })

  test('the same value in another namespace is another identifier', () => {
    expect(persons([says(anon('7'), user('alice')), says(card('7'), user('bob'))])).toHaveLength(2)
  })

  test('values of any script and length are told apart', () => {
    const long = 'x'.repeat(200)
    const values = ['用户', '用戶', 'Ünï', 'Uni', long, `${long}y`, '\u0100a', '\u0000a']
    const links = values.map((value) => says(card(value), user(`of ${value}`)))
    const graph = createIdentityGraph()
    graph.import(links)
    expect(values.map((value) => graph.person(card(value))?.identifiers[1]?.value)).toEqual(values.map((value) => `of ${value}`))
  })

  test('an id longer than any call takes arguments is kept', () => {
    const graph = createIdentityGraph()
    const link = says(anon('v1'), user('alice'), { id: 'x'.repeat(300_000) })
    graph.add(link)
    expect([...graph.export()]).toEqual([link])
  })
})

describe('the id of a person', () => {
  const [older, newer] = ['0190a000-0000-7000-8000-000000000001', '0190b000-0000-7000-8000-000000000001'] as const
  const idOf = (links: readonly Link[]) => resolve(links).persons.map((person) => person.id)

  test('is the user that a server has verified', () => {
    expect(idOf([says(anon(older), user('alice'), verified)])).toEqual(['alice'])
  })

  test('is the oldest visitor while users are only claimed, and the rest alphabetically', () => {
    expect(idOf([says(anon(newer), user('alice')), says(user('alice'), anon(older))])).toEqual([`anonymous:${older}`])
    expect(idOf([says(card('c1'), email('e1'))])).toEqual(['email:e1'])
  })

  test('stays that of the older customer after a merge, and the other one answers too', () => {
    const links = [says(anon('v1'), user('zoe'), { ...verified, time: 1 }), says(anon('v2'), user('adam'), { ...verified, time: 2 }), merge(user('adam'), user('zoe'), verified)]
    expect(idOf(links)).toEqual(['zoe'])
    const graph = createIdentityGraph()
    graph.import(links)
    expect([graph.person('adam')?.id, graph.person(user('adam'))?.id, graph.person('anonymous:v2')?.id]).toEqual(['zoe', 'zoe', 'zoe'])
  })

  test('is never the same for two persons', () => {
    const graph = createIdentityGraph()
    graph.import([says(user('anonymous:v1'), card('c1'), verified), says(anon('v1'), card('c2'))])
    const ids = [...graph.persons()].map((person) => person.id)
    expect(ids.sort()).toEqual(['anonymous:v1', 'user:anonymous:v1'])
    expect(ids.map((each) => graph.person(each)?.id)).toEqual(ids)
  })

  test('nobody answers to what nobody is called', () => {
    const graph = createIdentityGraph()
    expect([graph.person('alice'), graph.person(card('c1')), graph.person('')]).toEqual([undefined, undefined, undefined])
  })
})

describe('rules', () => {
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
})

describe('undo and deletion', () => {
  test('removing a link splits what only it held together', () => {
    const [one, other] = [says(anon('v1'), user('alice')), says(user('alice'), card('c1'))]
    const graph = createIdentityGraph()
    graph.import([one, other, says(anon('v1'), card('c2'))])
    graph.remove(one.id)
    expect(graph.person('alice')?.identifiers).toEqual([card('c1'), user('alice')])
    expect(graph.person(anon('v1'))?.identifiers).toEqual([anon('v1'), card('c2')])
  })

  test('a link that was held back by the removed one holds now', () => {
    const [first, second] = [says(anon('v1'), user('alice')), says(anon('v1'), user('bob'))]
    const graph = createIdentityGraph()
    graph.import([first, second])
    graph.remove(first.id)
    expect([graph.person('bob')?.identifiers, graph.conflicts()]).toEqual([[anon('v1'), user('bob')], []])
  })

  test('an undo that comes before its link, or twice, is the same', () => {
    const link = says(anon('v1'), user('alice'))
    expect(resolve([{ unlink: link.id }, link, { unlink: link.id }, link])).toEqual({ persons: [], conflicts: [] })
  })

  test('a deleted identifier does not come back, and what went through it comes apart', () => {
    const links = [says(anon('v1'), user('alice')), says(user('alice'), card('c1')), says(anon('v1'), card('c2'))]
    const graph = createIdentityGraph()
    graph.import(links)
    graph.forget(user('alice'))
    graph.add(says(anon('v9'), user('alice')))
    expect([graph.person('alice'), graph.person(anon('v9')), graph.person(card('c1'))]).toEqual([undefined, undefined, undefined])
    expect(graph.person(anon('v1'))?.identifiers).toEqual([anon('v1'), card('c2')])
    expect(JSON.stringify([...graph.export()].filter((each) => 'id' in each))).not.toContain('alice')
  })
})

describe('explain', () => {
  const graph = createIdentityGraph()
  const [login, shared, bought, other] = [says(anon('v1'), user('alice')), says(user('alice'), card('c1')), says(card('c1'), email('e1')), says(anon('v1'), user('bob'))]
  graph.import([other, bought, shared, login])

  test('gives the links between two identifiers of one person', () => {
    expect(graph.explain(anon('v1'), email('e1'))).toEqual({ isSame: true, links: [login, shared, bought], conflicts: [] })
    expect(graph.explain(card('c1'), card('c1'))).toEqual({ isSame: true, links: [], conflicts: [] })
  })

  test('gives what was refused between two persons', () => {
    const { isSame, links, conflicts } = graph.explain(email('e1'), user('bob'))
    expect([isSame, links, conflicts.map(({ link }) => link)]).toEqual([false, [], [other]])
    expect(graph.conflicts(user('alice'))).toEqual(conflicts)
    expect(graph.conflicts(user('nobody'))).toEqual([])
  })

  test('knows nothing of strangers', () => {
    expect(graph.explain(anon('v1'), user('nobody'))).toEqual({ isSame: false, links: [], conflicts: [] })
    expect(graph.explain(user('nobody'), user('nobody')).isSame).toBe(false)
  })
})

describe('what makes no sense is said at once', () => {
  test.each([
    [{ maxIdentifiers: 0 }, 'maxIdentifiers'],
    [{ limits: { email: { max: 0 } } }, 'limits.email.max'],
    [{ limits: { email: { max: 1, windowMs: -1 } } }, 'limits.email.windowMs'],
    [{ handoffMs: Number.NaN }, 'handoffMs'],
  ])('the rules %o', (rules: Rules, name) => {
    expect(() => createIdentityGraph(rules)).toThrow(name)
  })

  test.each([
    [{ ...says(anon('v1'), user('alice')), time: Number.NaN }, 'time'],
    [{ ...says(anon('v1'), user('alice')), b: undefined }, 'two identifiers'],
    [{ ...says(anon('v1'), user('alice')), reason: 'hunch' }, 'hunch'],
    [{ ...says(anon('v1'), user('alice')), authority: 'rumour' }, 'rumour'],
  ])('the link %o', (link, word) => {
    const graph = createIdentityGraph()
    expect(() => graph.add(link as Link)).toThrow(word)
    expect([...graph.persons(), ...graph.export()]).toEqual([])
  })
})
