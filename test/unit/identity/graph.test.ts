// What the graph answers, rule by rule; that order and repetition do not matter is shown in graphProperties.test.ts.
import { describe, expect, test } from 'vitest'
import { createIdentityGraph, resolve, type Link, type Rules } from '../../../src/identity/index.js'
import { anon, card, email, merge, persons, says, user, verified } from './says.js'

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

  test('the links that hold a person together are told in order, without the refused ones', () => {
    expect(graph.links(email('e1'))).toEqual([login, shared, bought])
    expect([graph.links(user('bob')), graph.links(user('nobody'))]).toEqual([[], []])
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
