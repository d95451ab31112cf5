// Owns what the identity graph is measured beside: each takes links in and tells how many people there are.
// Must not measure.

/**
 * @typedef {import('throughline/identity').Link} Link
 * @typedef {{ add(link: Link): void, people(): number, undo?(link: Link): void }} Contender
 */

/** @type {{ [name: string]: () => Promise<Contender> }} */
export const contenders = {
  /** With all rules, undo and reasons. */
  throughline: async () => {
    const { createIdentityGraph } = await import('throughline/identity')
    const graph = createIdentityGraph()
    return {
      add: graph.add,
      undo({ id, a }) {
        graph.remove(id)
        graph.person(a)
      },
      people() {
        let count = 0
        for (const _person of graph.persons()) count++
        return count
      },
    }
  },
  /** Nodes and edges, then the components of all of them. Keeps the link's id, and no more. */
  graphology: async () => {
    const { createGraph, countComponents } = await import('../peers/graphology.js')
    const graph = createGraph()
    return {
      add: ({ id, a, b }) => void graph.mergeEdgeWithKey(id, a.value, b.value),
      people: () => countComponents(graph),
    }
  },
  /** The least that tells who is one: identifiers as keys of a map, and a union-find. No rules, no links, no way back. */
  'union-find': async () => {
    /** @type {Map<string, number>} */
    const numbers = new Map()
    /** @type {number[]} */
    const parents = []
    const find = (/** @type {number} */ at) => {
      while (parents[at] !== at) at = parents[at] = /** @type {number} */ (parents[/** @type {number} */ (parents[at])])
      return at
    }
    const numberOf = (/** @type {string} */ value) => {
      let number = numbers.get(value)
      if (number === undefined) {
        number = parents.push(parents.length) - 1
        numbers.set(value, number)
      }
      return number
    }
    return {
      add({ a, b }) {
        const [x, y] = [find(numberOf(a.value)), find(numberOf(b.value))]
        parents[Math.max(x, y)] = Math.min(x, y)
      },
      people: () => parents.filter((parent, at) => parent === at).length,
    }
  },
}
