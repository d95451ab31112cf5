// How much of the graph an answer touches: its own component, however many others there are.
import { beforeEach, expect, test, vi } from 'vitest'
import { anon, card, says, user, takesOff } from './says.js'

/** Rows that were considered, and identifiers that were told, since the beginning of the test. */
const touched = vi.hoisted(() => ({ rows: 0, identifiers: 0 }))
vi.mock('../../../src/identity/settle.js', async (original) => {
  const { settle } = await original<typeof import('../../../src/identity/settle.js')>()
  return { settle: (...all: Parameters<typeof settle>) => ((touched.rows += all[0].length), settle(...all)) }
})
vi.mock('../../../src/identity/toPerson.js', async (original) => {
  const own = await original<typeof import('../../../src/identity/toPerson.js')>()
  return { ...own, toPerson: (...all: Parameters<typeof own.toPerson>) => ((touched.identifiers += all[0].length), own.toPerson(...all)) }
})

const { createIdentityGraph } = await import('../../../src/identity/index.js')

/** So many people, each with a refused claim, so that all of them are contested. */
const peopled = (count: number) => {
  const graph = createIdentityGraph()
  for (let i = 0; i < count; i++) {
    graph.add(says(anon(`v${i}`), user(`u${i}`)))
    graph.add(says(anon(`v${i}`), user(`other${i}`)))
    graph.add(says(anon('null'), user(`u${i}`)))
  }
  expect(graph.conflicts()).toHaveLength(2 * count)
  return graph
}
beforeEach(() => void Object.assign(touched, { rows: 0, identifiers: 0 }))

const took = (work: () => unknown) => {
  Object.assign(touched, { rows: 0, identifiers: 0 })
  work()
  return { ...touched }
}

test.each([10, 500])('one person among %i is asked for by itself', (count) => {
  const graph = peopled(count)
  graph.add(says(user('u7'), card('7')))
  expect(took(() => graph.person(card('7')))).toEqual({ rows: 3, identifiers: 3 })
  expect(took(() => [graph.links(user('u7')), graph.conflicts(user('u7')), graph.explain(card('7'), user('other7'))])).toEqual({ rows: 0, identifiers: 0 })
  expect(graph.conflicts(user('u7'))).toHaveLength(2)
})

test.each([10, 500])('a late link, an undo, a detach and a deletion among %i are worked out for those whom they name', (count) => {
  const graph = peopled(count)
  const late = { ...says(anon('v3'), user('other3')), time: 0 }
  const asked = () => [graph.person(user('u3')), graph.person(user('u5'))]
  expect(took(() => (graph.add(late), asked()))).toEqual({ rows: 3, identifiers: 3 })
  expect(graph.person(anon('v3'))?.identifiers).toContainEqual(user('other3'))
  expect(took(() => (graph.remove(late.id), asked())).rows).toBe(2)
  expect(took(() => (graph.add(takesOff(anon('v3'), user('u3'))), asked())).rows).toBe(3)
  expect(took(() => (graph.forget(user('other3')), asked())).rows).toBe(2)
})
