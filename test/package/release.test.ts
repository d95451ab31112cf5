// What a release promises besides its code: the integrity in the README, the change log, and a workflow that can be trusted.
// Must not publish.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { integrityTable, writtenIntegrity } from './sri.js'

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')
const { version } = JSON.parse(read('package.json'))

it('has the integrity of its files in the README', () => {
  expect(writtenIntegrity(projectFolder), 'run node test/package/sri.js --write').toBe(integrityTable(projectFolder))
})

it('has its version at the top of the change log, and its data on disk among the fixtures', () => {
  expect(/^## (\S+?),? /m.exec(read('CHANGELOG.md'))?.[1]).toBe(version)
  expect(JSON.parse(read(`test/fixtures/disk/${version}.json`)).records.length).toBeGreaterThan(3)
})

it('is published by pinned actions only, with provenance, and with no more rights than that needs', () => {
  const workflow = read('.github/workflows/release.yml')
  const uses = [...workflow.matchAll(/uses: (\S+)(.*)/g)]
  expect(uses.length).toBeGreaterThan(0)
  for (const [line, action, comment] of uses) expect([line, /@[\da-f]{40}$/.test(action!), /# v\d+\.\d+\.\d+$/.test(comment!)]).toEqual([line, true, true])
  expect(workflow).toContain('npm publish --provenance')
  expect(workflow).toMatch(/^permissions: \{\}$/m)
  expect(workflow).not.toContain('secrets.')
})
