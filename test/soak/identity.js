// Owns the long run of the identity graph: random histories, longer ones than `npm test` has time for.
// Must not judge: what has to hold is in test/support/identity.
import fc from 'fast-check'
import * as library from 'throughline/identity'
import { checkHistory, checkUndo } from '../support/identity/checkHistory.js'
import { casesOf, detaches, historiesOf, links, rules } from '../support/identity/histories.js'

/**
 * @param {{ histories: number, seed: number, say: (line: string) => void }} how
 * @returns {boolean} whether all of them held
 */
export function soakIdentity({ histories: numRuns, seed, say }) {
  const undone = fc.oneof(links, detaches).map((link) => ({ ...link, id: 'one' }))
  /** @type {{ [name: string]: fc.IProperty<any> }} */
  const properties = {
    'any order and repetition, after every step': fc.property(casesOf(50), (one) => checkHistory(library, one)),
    'undo': fc.property(historiesOf(50), undone, rules, (history, link, some) => checkUndo(library, { history, link, rules: some })),
  }
  say(`seed ${seed}, ${numRuns} histories`)
  const failures = Object.entries(properties).map(([name, property]) => {
    const result = fc.check(property, { numRuns, seed })
    say(`${name}: ${result.failed ? fc.defaultReportMessage(result) : `${result.numRuns} histories held`}`)
    return result.failed
  })
  return !failures.includes(true)
}
