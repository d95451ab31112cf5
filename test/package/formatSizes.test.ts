// What the wire formats cost: each alone, and nothing for who imports none.
// Must measure with formatSizes.js alone, so that the page and this test cannot disagree.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { formatsPage, measureFormats } from './formatSizes.js'
import { measureImport } from './measureImport.js'
import { plantPackage } from './plantPackage.js'
import { overBudget, readmeDifferences, type Size } from './sizes.js'

describe('the formats', () => {
  let sizes: Size[] = []
  beforeAll(async () => void (sizes = await measureFormats(projectFolder)))

  it('are within their limit, each of them', () => {
    expect(sizes.length).toBeGreaterThanOrEqual(14)
    expect(overBudget(sizes)).toEqual([])
  })

  it('are as large as their page says', () => {
    expect(readmeDifferences(readFileSync(join(projectFolder, formatsPage), 'utf8'), sizes, 'formatSizes.js')).toEqual([])
  })

  it('cost nothing where they are not imported', async () => {
    const tracker = `export { createTracker } from 'throughline'\n`
    const alone = await measureImport(projectFolder, tracker)
    expect(await measureImport(projectFolder, `${tracker}import 'throughline/formats'\n`)).toEqual(alone)
    // Of the other formats none comes along with one: all of them together are far more.
    const all = await measureImport(projectFolder, `export * from 'throughline/formats'`)
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(all.bytes / 3)
  })
})

it('the check of the formats reports one that is too large, and no other', async () => {
  const noise = randomBytes(2_048).toString('base64')
  const planted = plantPackage({ 'dist/formats.js': `export const large = '${noise}'\nexport const small = 1\n`, 'dist/types/formats.d.ts': '' }, (manifest) => {
    manifest.exports['./formats'] = { types: './dist/types/formats.d.ts', default: './dist/formats.js' }
  })
  const sizes = await measureFormats(planted.folder)
  planted.remove()
  expect(overBudget(sizes).map((line) => line.replace(/\d+ B and/, 'N B and'))).toEqual(['`large` has N B and may have 2048; make it smaller.'])
})
