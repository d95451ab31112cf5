// The fault table: it says what the tests have shown, every row has a test, and what is old is noticed.
// Must not run a browser.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultRows, rowsToCome } from '../faults/faultRows.js'
import { faultTable, missingRows, readmeDifferences, staleRows, storedFaults } from '../faults/faultTable.js'
import { readFaults } from '../faults/readFaults.js'
import { projectFolder } from '../run/projectFolder.js'

const line = (label: string, result: object, engine = 'chromium') =>
  `${JSON.stringify({ engine, version: `${engine}/1`, label, ...result })}\n`
const counts = (tracked: number, received = tracked, repeats = 0) => ({ tracked, received, repeats })
const mend = 'run node test/faults/faultTable.js --write'

describe('the fault table', () => {
  it('in the README is what the tests came to when they were last run', () => {
    expect(readmeDifferences(readFileSync(join(projectFolder, 'README.md'), 'utf8'), storedFaults())).toEqual([])
  })

  it('has a result for each row in each engine, or says why there is none', () => {
    expect(missingRows(storedFaults())).toEqual([])
  })

  it('says that nothing was lost', () => {
    const results = Object.values(storedFaults().rows).flatMap((row) => Object.values(row))
    const losses = results.filter((result) => 'tracked' in result && result.received !== result.tracked)
    expect(losses).toEqual([])
  })

  it('has rows that tests are named by, each of them', () => {
    const folder = join(projectFolder, 'test/browser')
    const source = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
    const named = new Set([...source.matchAll(/'row (\d+), /g)].map(([, row]) => Number(row)))
    const wanted = Object.keys(faultRows).map(Number).filter((row) => !rowsToCome.includes(row))
    expect([...named].sort((a, b) => a - b)).toEqual(wanted)
  })
})

describe('the reading of results', () => {
  it('adds up the tests of one row, and counts one that was run again only once', () => {
    const text = line('row 3', counts(5, 4)) + line('row 3', counts(5)) + line('row 3, more', counts(2, 2, 1))
    expect(readFaults(text).rows).toEqual({ 3: { chromium: counts(7, 7, 1) } })
  })

  it('keeps the reason why an engine cannot show a row, unless a part of it can be shown', () => {
    const why = { why: 'it cannot' }
    expect(readFaults(line('row 9, x', why)).rows[9]).toEqual({ chromium: why })
    expect(readFaults(line('row 9, x', why) + line('row 9', counts(1))).rows[9]).toEqual({ chromium: counts(1) })
    expect(readFaults(line('row 9', counts(1)) + line('row 9, x', why)).rows[9]).toEqual({ chromium: counts(1) })
  })
})

describe('the check of the fault table', () => {
  const faults = readFaults(line('row 1', counts(1_000)) + line('row 1', counts(1_000, 1_000, 50), 'firefox') +
    line('row 9', counts(1)) + line('row 9, x', { why: 'firefox cannot' }, 'firefox'))

  it('renders received, tracked and repeated events for each engine, and the reasons below', () => {
    const lines = faultTable(faults).split('\n')
    expect(lines[0]).toBe('| | what happens | Chromium | Firefox |')
    expect(lines[2]).toBe('| 1 | nothing: 1,000 events | 1,000/1,000 | 1,000/1,000 +50 |')
    expect(lines[10]).toBe('| 9 | browser killed 300 ms after tracking | 1/1 | no |')
    expect(lines.slice(-2)).toEqual(['Measured in chromium/1, firefox/1.', 'No: row 9: firefox cannot.'])
  })

  it('reports a README without the table, and one with another', () => {
    const readme = (table: string) => `# X\n<!-- faults -->\n${table}\n<!-- /faults -->\n`
    expect(readmeDifferences(readme(faultTable(faults)), faults)).toEqual([])
    expect(readmeDifferences('# X\n', faults)).toHaveLength(1)
    expect(readmeDifferences(readme('| | |'), faults)).toEqual([
      `The fault table in README.md is not that of faults.json; ${mend}.`,
    ])
  })

  it('reports what a run has shown otherwise, but not how often an event came once more', () => {
    const again = readFaults(line('row 1', counts(1_000, 1_000, 7)) + line('row 9', counts(1)))
    expect(staleRows(faults, again)).toEqual([])
    const other = readFaults(line('row 1', counts(1_000)) + line('row 2', counts(200)) + line('row 9', counts(1)))
    expect(staleRows(faults, other)).toEqual([
      `Row 2 is "to come" in the fault table for chromium, and came to "200/200"; ${mend}.`,
    ])
  })

  it('reports a row that has no test, and one that has a test although it is still to come', () => {
    const all = Object.keys(faultRows).map((row) => line(`row ${row}`, counts(1))).join('')
    const toCome = 'Row 18 has tests; take it out of rowsToCome in faultRows.js.'
    expect(missingRows(readFaults(all), [18])).toEqual([toCome])
    expect(missingRows(readFaults(all.replace('row 7"', 'row 77"')), [])).toEqual([
      `Row 7 has no test in chromium; write it, then ${mend}.`,
    ])
  })
})
