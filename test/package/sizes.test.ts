// The sizes that we promise, measured on dist/ as a site would load it, and the table of them in the README.
// Must measure with sizes.js alone, so that the README, the promise and this test cannot disagree.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { plantPackage } from './plantPackage.js'
import { measureSizes, overBudget, readmeDifferences, sizeTable, type Size } from './sizes.js'

describe('the sizes', () => {
  let sizes: Size[] = []
  beforeAll(async () => {
    sizes = await measureSizes(projectFolder)
    console.log(sizeTable(sizes))
  }, 300_000)

  it('are within their limits: tracker, script tag, stub, each part of the experience and each capture', () => {
    expect(sizes.filter(({ maxBytes }) => maxBytes !== undefined)).toHaveLength(4 + 8 + 18)
    expect(overBudget(sizes)).toEqual([])
  })

  it('have nothing of the experience in what a site loads without asking for it', () => {
    const chunks = readdirSync(join(projectFolder, 'dist/chunks')).map((file) => `chunks/${file}`)
    const files = ['index.js', 'worker.js', 'throughline.js', 'throughline-worker.js', 'capture.js', 'handover.js', 'formats.js', ...chunks]
    const text = (file: string) => readFileSync(join(projectFolder, 'dist', file), 'utf8')
    expect(text('experience.js')).toMatch(/Moment Shown[^]*Survey Answered|Survey Answered[^]*Moment Shown/)
    expect(files.filter((file) => file.endsWith('.js') && /Moment Shown|Survey Answered|throughline-experience/.test(text(file)))).toEqual([])
  })

  it('are those that the README says', () => {
    expect(readmeDifferences(readFileSync(join(projectFolder, 'README.md'), 'utf8'), sizes)).toEqual([])
  })
})

describe('the check of sizes', () => {
  const noise = (bytes: number) => randomBytes(bytes).toString('base64')

  it('reports what has grown over its limit', async () => {
    const planted = plantPackage({
      'dist/index.js': `export const createTracker = () => '${noise(8_000)}'\n`,
      'dist/throughline.js': `window.throughline = '${noise(14_000)}'\n`,
      'dist/stub.js': `window.throughline = '${noise(150)}'\n`,
    })
    const sizes = await measureSizes(planted.folder)
    planted.remove()
    expect(overBudget(sizes).map((line) => line.replace(/\d+ B and may have \d+/, 'N B and may have fewer'))).toEqual([
      "`import { createTracker } from 'throughline'`, loaded at once has N B and may have fewer; make it smaller.",
      '`throughline.js`, the script tag has N B and may have fewer; make it smaller.',
      '`stub.js`, inline has N B and may have fewer; make it smaller.',
    ])
  })

  it('counts only what the import needs, and everything that it needs', async () => {
    const planted = plantPackage({
      'dist/index.js': `export { createTracker } from './shared.js'\nexport const other = '${noise(6_000)}'\n`,
      'dist/shared.js': `export const createTracker = () => import('./late.js')\n`,
      'dist/late.js': `export const late = '${noise(1_000)}'\n`,
    })
    const [atOnce, whole] = await measureSizes(planted.folder)
    planted.remove()
    expect(atOnce?.bytes).toBeLessThan(200)
    expect(whole?.bytes).toBeGreaterThan(1_000)
    expect(whole?.bytes).toBeLessThan(1_500)
  })

  it('reports a README whose table is missing, old or too long', async () => {
    const sizes: Size[] = [{ what: 'a', bytes: 4_000, maxBytes: 5_000 }, { what: 'b', bytes: 200 }]
    const readme = (table: string) => `# X\n<!-- sizes -->\n${table}\n<!-- /sizes -->\n`
    const mend = 'run node test/package/sizes.js --write'
    expect(readmeDifferences(readme(sizeTable(sizes)), sizes)).toEqual([])
    expect(readmeDifferences('# X\n', sizes)).toHaveLength(1)
    const old = sizeTable([{ what: 'a', bytes: 3_900 }, { what: 'c', bytes: 1 }])
    expect(readmeDifferences(readme(old), sizes)).toEqual([
      `README.md has a size for c, which is not measured; ${mend}.`,
      `README.md says 3,900 B for a, and it has 4,000 B; ${mend}.`,
      `README.md has no size for b; ${mend}.`,
    ])
  })
})
