// The package as it would be published: its manifest, its types, the files in it, and its lock files.
// Must not publish.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatMessage } from 'publint/utils'
import { publint } from 'publint'
import { beforeAll, describe, expect, it } from 'vitest'
import { installJudges } from '../judges/installJudges.js'
import { judgeTypes } from '../judges/judgeTypes.js'
import { projectFolder } from '../run/projectFolder.js'
import { packProject } from './packProject.js'
import { plantPackage } from './plantPackage.js'
import { readPackage } from './readPackage.js'
import { tarballBreaches } from './tarball.js'

const judgeManifest = async (folder: string) => {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: 'npm' })
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}

const judgePackedTypes = (folder: string) =>
  judgeTypes(packProject(folder).tarball, readPackage(folder).files.map(({ subpath }) => subpath))

const judgeTarball = (folder: string) => tarballBreaches(packProject(folder).files, readPackage(folder))

/** Asks npm whether the lock file fits package.json, without installing anything. */
const judgeLock = (from: string): string[] => {
  const { folder, remove } = plantPackage()
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(from, file), join(folder, file))
  const args = ['ci', '--dry-run', '--ignore-scripts']
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  remove()
  return status === 0 ? [] : stderr.split('\n').filter((line) => line.startsWith('npm error'))
}

type Judge = (folder: string) => string[] | Promise<string[]>

/** Plants a breach, judges the package and gives what was said about it, as one text. */
const judgePlanted = async (judge: Judge, ...plant: Parameters<typeof plantPackage>) => {
  const planted = plantPackage(...plant)
  try {
    return (await judge(planted.folder)).join('\n')
  } finally {
    planted.remove()
  }
}

beforeAll(() => installJudges())

const frameworks = ['react', 'vue', 'svelte', 'next', 'astro'].map((name) => `examples/frameworks/${name}`)
const locked = ['.', 'test/judges', 'test/judges/segment', 'test/frameworks', 'test/consumers', 'docs/site']

describe('the package', () => {
  it('pleases publint', async () => {
    expect(await judgeManifest(projectFolder)).toEqual([])
  })

  it('has types that every resolver with ES modules finds', async () => {
    expect(await judgePackedTypes(projectFolder)).toEqual([])
  })

  it('holds what it should and nothing else', () => {
    expect(judgeTarball(projectFolder)).toEqual([])
  })

  it.each([...locked, ...frameworks])('names no registry in the lock file of %s', (path) => {
    const lock = readFileSync(join(projectFolder, path, 'package-lock.json'), 'utf8')
    const mend = 'install with --omit-lockfile-registry-resolved'
    expect(lock.match(/"resolved": "https?:[^"]*"/g) ?? [], mend).toEqual([])
    expect(lock).toContain('"integrity"')
  })

  it.each(locked)('can be installed with npm ci on a new machine: %s', (path) => {
    expect(judgeLock(join(projectFolder, path))).toEqual([])
  })
})

describe('the judges', () => {
  it('find nothing wrong with a package that is right', async () => {
    expect(await judgePlanted(judgeManifest)).toBe('')
    expect(await judgePlanted(judgePackedTypes)).toBe('')
    expect(await judgePlanted(judgeTarball)).toBe('')
  })

  it('report an entry that leads to no file', async () => {
    const change = (manifest: any) => (manifest.exports['./capture'].default = './dist/captures.js')
    expect(await judgePlanted(judgeManifest, {}, change)).toContain('./dist/captures.js but the file does not exist')
    expect(await judgePlanted(judgeTarball, {}, change)).toBe('dist/captures.js is not in the tarball.')
  })

  it('report types that are missing, or that are not reached', async () => {
    const change = (manifest: any) => (manifest.exports['./capture'].types = './dist/types/captures.d.ts')
    expect(await judgePlanted(judgePackedTypes, {}, change)).toContain('UntypedResolution ./capture')
    const wrong = { 'dist/types/index.d.ts': `export type { Tracker } from './tracker'\n` }
    expect(await judgePlanted(judgePackedTypes, wrong)).toContain('InternalResolutionError')
  })

  it('report files that do not belong into the package', async () => {
    const files = { 'src/a.ts': '', 'dist/a.test.js': '', 'dist/notes.txt': '' }
    const change = (manifest: any) => manifest.files.push('src')
    const report = await judgePlanted(judgeTarball, files, change)
    expect(report.match(/^\S+(?= is published)/gm)).toEqual(['dist/a.test.js', 'dist/notes.txt', 'src/a.ts'])
  })
})
