// Persons out of statements, all at once.
// Owns the order of the answer; the rules are those of the graph.

import { createIdentityGraph } from './createIdentityGraph.js'
import type { Resolution, Rules, Statement } from './graphTypes.js'

/**
 * Who is whom, by all links, unlinks and deletions. The answer is a function of their set: the same in any order, with
 * any repetition. Verified links count before claims, then older before newer, then by id; a link that would break a
 * rule is refused and listed. Persons are sorted by their ids, conflicts by those of their links.
 */
export function resolve(statements: Iterable<Statement>, rules: Rules = {}): Resolution {
  const graph = createIdentityGraph(rules)
  graph.import(statements)
  return { persons: [...graph.persons()].sort((x, y) => (x.id < y.id ? -1 : 1)), conflicts: graph.conflicts() }
}
