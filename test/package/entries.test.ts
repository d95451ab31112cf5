// The entries of the built package: what they export, and that importing them does nothing else.
// Must import what is in dist/, never src/.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { plantThroughline } from '../frameworks/plantThroughline.js'
import { projectFolder } from '../run/projectFolder.js'
import { installFrom } from '../support/installFrom.js'
import { exportNames, snapshotPath } from './exportNames.js'
import { plantPackage } from './plantPackage.js'
import { readPackage } from './readPackage.js'

/** Imports a file in a Node of its own, where there is no DOM. */
const importAlone = (path: string, ...peers: string[]) => {
  const script = join(projectFolder, 'test/package/importEffects.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path, ...peers], { encoding: 'utf8', timeout: 20_000 })
  return { status, output: stdout + stderr }
}

describe('the entries', () => {
  const { entries } = readPackage(projectFolder)

  it('are at least five', () => {
    expect(entries.length).toBeGreaterThanOrEqual(5)
  })

  const frameworks = join(projectFolder, 'test/frameworks')
  beforeAll(() => {
    installFrom(frameworks)
    plantThroughline(projectFolder, frameworks)
  }, 120_000)

  it.each(entries)('import $subpath in a Node without a DOM, with no effect', ({ code }) => {
    const peer = /react|vue/.exec(code)?.[0]
    // Where its peer is, as in a site.
    const result = peer
      ? importAlone(join(frameworks, 'node_modules/throughline', code), join(frameworks, 'node_modules', peer, 'index.js'))
      : importAlone(join(projectFolder, code))
    expect(result).toEqual({ status: 0, output: '' })
  })

  it('export the names in exports.json, no more and no less', async () => {
    expect(await exportNames(projectFolder)).toEqual(JSON.parse(readFileSync(snapshotPath, 'utf8')))
  })
})

describe('the check of entries', () => {
  it.each([
    ['It sets the global throughline.', 'globalThis.throughline = 1'],
    ['It replaces the global fetch.', 'globalThis.fetch = () => {}'],
    ['It starts a timer, a request or the like.', 'setInterval(() => {}, 1000)'],
    ['It starts a timer, a request or the like.', `new BroadcastChannel('a')`],
    ['It prints.', `console.log('a')`],
    ['window is not defined', 'window.throughline = 1'],
  ])('reports an import that has an effect: %s (%s)', (report, code) => {
    const planted = plantPackage({ 'dist/index.js': code })
    const { status, output } = importAlone(join(planted.folder, 'dist/index.js'))
    planted.remove()
    expect(status).toBe(1)
    expect(output).toContain(report)
  })

  it('finds nothing wrong with a package that is right', () => {
    const planted = plantPackage()
    const result = importAlone(join(planted.folder, 'dist/index.js'))
    planted.remove()
    expect(result).toEqual({ status: 0, output: '' })
  })

  it('lists values and types by subpath, through re-exports', async () => {
    const planted = plantPackage({
      'dist/types/capture.d.ts': `export * from './more.js'\nexport declare const clicks: () => () => void\n`,
      'dist/types/more.d.ts': `export interface Clicks { a: 1 }\ndeclare type B = 1\nexport { type B as Renamed }\n`,
    })
    const names = await exportNames(planted.folder)
    planted.remove()
    expect(names).toEqual({
      '.': { values: ['createTracker'], types: ['Tracker'] },
      './capture': { values: ['clicks'], types: ['Clicks', 'Renamed'] },
    })
  })
})
