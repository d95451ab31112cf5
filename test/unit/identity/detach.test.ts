// What somebody says not to be theirs: which links a detach takes out, and which it leaves.
import { describe, expect, test } from 'vitest'
import { createIdentityGraph, resolve } from '../../../src/identity/index.js'
import { anon, card, email, persons, says, takesOff, user, verified } from './says.js'

const login = says(anon('v1'), user('alice'))
const linked = says(user('alice'), card('7'))
const off = takesOff(card('7'), user('alice'))

test('takes the identifier off its person, whatever comes first and however often', () => {
  const statements = [login, linked, off]
  const wanted = { persons: resolve([login]).persons, conflicts: [] }
  expect(resolve(statements)).toEqual(wanted)
  expect(resolve([off, linked, off, login, linked])).toEqual(wanted)
  const graph = createIdentityGraph()
  graph.import(statements)
  expect([graph.person(card('7')), graph.links(card('7')), graph.conflicts(card('7'))]).toEqual([undefined, [], []])
  expect(graph.explain(user('alice'), card('7')).isSame).toBe(false)
  expect([...graph.export()]).toEqual(statements)
})

test('also where another browser of that person has linked it', () => {
  const elsewhere = says(anon('v2'), card('7'))
  const statements = [elsewhere, login, says(anon('v2'), user('alice')), takesOff(card('7'), user('alice'))]
  expect(persons(statements)).toEqual([['anonymous:v1', 'anonymous:v2', 'user:alice']])
})

test('leaves it to everybody else who has named it', () => {
  const others = says(user('bob'), card('7'))
  expect(persons([login, linked, others, takesOff(card('7'), user('alice'))])).toEqual([['anonymous:v1', 'user:alice'], ['loyalty:7', 'user:bob']])
  // Whom only the card ties together: that is what is doubted.
  expect(persons([linked, says(card('7'), email('b')), off])).toEqual([['email:b', 'loyalty:7']])
})

test('of nobody who has named it changes nothing', () => {
  expect(resolve([login, linked, takesOff(card('7'), user('bob'))])).toEqual(resolve([login, linked]))
  expect(resolve([takesOff(card('7'), user('bob'))])).toEqual({ persons: [], conflicts: [] })
})

test('whoever names it again later has it again; of the same moment is later what the event says', () => {
  const again = says(user('alice'), card('7'))
  expect(persons([again, off, linked])).toEqual([['loyalty:7', 'user:alice']])
  const at = (name: string) => ({ id: name, time: 5 })
  expect(persons([says(user('alice'), card('7'), at('e1')), takesOff(card('7'), user('alice'), at('e2'))])).toEqual([])
  expect(persons([says(user('alice'), card('7'), at('e3')), takesOff(card('7'), user('alice'), at('e2'))])).toHaveLength(1)
})

test('of a page does not take out what a server has verified', () => {
  const said = says(user('alice'), card('7'), verified)
  expect(persons([said, takesOff(card('7'), user('alice'))])).toHaveLength(1)
  expect(persons([said, takesOff(card('7'), user('alice'), verified)])).toEqual([])
})

test('what it stood against holds now', () => {
  const claims = [says(anon('v1'), user('alice')), says(anon('v1'), user('bob'))]
  expect(persons([...claims, takesOff(anon('v1'), user('alice'))])).toEqual([['anonymous:v1', 'user:bob']])
})

describe('undone', () => {
  test('everything is as before', () => {
    const graph = createIdentityGraph()
    graph.import([login, linked])
    const before = [...graph.persons()]
    graph.add(off)
    expect(graph.person(card('7'))).toBeUndefined()
    graph.remove(off.id)
    graph.add(off)
    expect([...graph.persons()]).toEqual(before)
  })
})

test('a link whose reason is none of the links is refused', () => {
  expect(() => createIdentityGraph().add({ ...linked, reason: 'detach' as never })).toThrow('detach')
})
