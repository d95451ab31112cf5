// The types as a site's compiler sees them: four compilers, two ways to find modules, strict, on the packed tarball.
// Must not compile the sources.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { installFrom } from '../support/installFrom.js'
import { packProject } from './packProject.js'

const folder = join(projectFolder, 'test/consumers')
const versions = ['5.0', '5.9', '6.0', '7.0']
const resolutions = [
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
] as const

/** Puts what npm would publish where the consumers find it. */
const install = () => {
  const target = join(folder, 'node_modules/throughline')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const temporary = mkdtempSync(join(tmpdir(), 'tarball-'))
  writeFileSync(join(temporary, 'package.tgz'), packProject(projectFolder).tarball)
  const { status, stderr } = spawnSync('tar', ['-xzf', join(temporary, 'package.tgz'), '--strip-components=1', '-C', target], { encoding: 'utf8' })
  rmSync(temporary, { recursive: true })
  if (status !== 0) throw new Error(stderr)
}

const compile = (version: string, [moduleResolution, module]: (typeof resolutions)[number], file: string, skipLibCheck = false) => {
  const compilerOptions = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, target: 'es2022', lib: ['es2022', 'dom'], types: [], module, moduleResolution, skipLibCheck }
  const config = join(folder, 'node_modules/tsconfig.json')
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [join(folder, file)] }))
  const tsc = join(folder, `node_modules/typescript-${version}/bin/tsc`)
  return spawnSync(process.execPath, [tsc, '-p', config], { cwd: folder, encoding: 'utf8', timeout: 60_000 }).stdout
}

describe('the types', () => {
  beforeAll(() => {
    installFrom(folder)
    install()
  }, 180_000)

  const cases = versions.flatMap((version) => resolutions.map((resolution) => [version, resolution] as const))
  it.each(cases)('compile with TypeScript %s and %o, and refuse what is wrong', (version, resolution) => {
    // Declarations of the frameworks are theirs, and some need a newer compiler than ours.
    const files = version === '5.0' ? [] : [compile(version, resolution, 'frameworks.ts', true)]
    expect([compile(version, resolution, 'core.ts'), ...files].join('')).toBe('')
  })

  it('name the option that is missing', () => {
    writeFileSync(join(folder, 'node_modules/wrong.ts'), `import { createTracker } from 'throughline'\ncreateTracker({ writeKey: 'x' })\n`)
    expect(compile('7.0', resolutions[0], 'node_modules/wrong.ts')).toMatch(/'collector' is missing/)
  })

  it('name the property that is missing, and know standard events and own ones by name', () => {
    const own = `import { createTracker } from 'throughline'
import type { StandardEvents } from 'throughline/capture'
const tracker = createTracker<StandardEvents & { 'Report Saved': { report_id: string; rows?: number } }>({ collector: '/c', writeKey: 'x' })\n`
    const said = (call: string) => {
      writeFileSync(join(folder, 'node_modules/events.ts'), `${own}${call}\n`)
      return ['5.9', '7.0'].map((version) => compile(version, resolutions[0], 'node_modules/events.ts', true))
    }
    for (const text of said(`tracker.track('Report Saved', { report_id: 'r-1' })`)) expect(text).toBe('')
    for (const text of said(`tracker.track('Order Completed', { total: 3 })`)) expect(text).toMatch(/'order_id' is missing/)
    for (const text of said(`tracker.track('Report Saved', { rows: 3 })`)) expect(text).toMatch(/'report_id' is missing/)
    for (const text of said(`tracker.track('Report Savd', { report_id: 'r-1' })`)) expect(text).toMatch(/'"Report Savd"' is not assignable to parameter of type '"/)
  })
})
