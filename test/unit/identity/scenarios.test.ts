// What people do, and who they turn out to be: one test for each line of the table in the README.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolve } from '../../../src/identity/index.js'
import { judge, peersTable, readmeDifferences } from '../../peers/peersTable.js'
import { posthog, rudderstack, segment } from '../../peers/peerModels.js'
import { runScenario, sortPeople } from '../../peers/runScenario.js'
import { scenarios } from '../../peers/scenarios.js'
import { throughline } from '../../peers/throughline.js'
import { projectFolder } from '../../run/projectFolder.js'

test.each(scenarios)('$name: $truth', (scenario) => {
  expect(runScenario(throughline(resolve), scenario)).toEqual(sortPeople(scenario.people))
})

describe('the table in the README', () => {
  const named = (name: string) => scenarios.find((scenario) => scenario.name === name)!
  const comesTo = (model: Parameters<typeof runScenario>[0], name: string) => judge(named(name).people, runScenario(model, named(name)))

  test('is what the models come to', () => {
    expect(readmeDifferences(readFileSync(join(projectFolder, 'README.md'), 'utf8'), peersTable(resolve))).toEqual([])
  })

  test('is found old when anything in it is otherwise', () => {
    const table = peersTable(resolve)
    expect(readmeDifferences(`<!-- peers -->\n${table}\n<!-- /peers -->`, table)).toEqual([])
    expect(readmeDifferences(`<!-- peers -->\n${table.replace('yes', 'no')}\n<!-- /peers -->`, table)[0]).toContain('--write')
    expect(readmeDifferences('nothing', table)[0]).toContain('--write')
  })

  test('says how the people found differ from the true ones', () => {
    expect(judge([['a', 'b'], ['c']], [['c'], ['b', 'a']])).toBe('yes')
    expect(judge([['a'], ['b']], [['a', 'b']])).toBe('**two as one**')
    expect(judge([['a', 'b']], [['a'], ['b']])).toBe('**one as two**')
    expect(judge([['a'], ['b', 'c']], [['a', 'b'], ['c']])).toBe('**two as one, one as two**')
    expect(judge([['a']], undefined)).toBe('')
  })

  test('gives the others what their documentation says', () => {
    // RudderStack keeps the anonymous id at logout; whatever appears together is one.
    expect(comesTo(rudderstack, 'kiosk with a hundred customers')).toBe('**100 as one**')
    // Segment drops the sixth anonymous id of a profile, and has no merge of two user ids.
    expect(comesTo(segment, 'alice on six devices')).toBe('**one as two**')
    expect(comesTo(segment, 'a merge that the server verifies')).toBe('**one as two**')
    // PostHog merges two identified people only dangerously, and never back.
    expect(comesTo(posthog, 'a merge that a page claims, and a server refuses')).toBe('yes')
    expect(comesTo(posthog, 'a verified merge that was a mistake, undone')).toBe('**two as one**')
  })
})
