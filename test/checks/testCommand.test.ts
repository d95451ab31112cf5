// The test command itself: it must count right also when vitest fails in other ways than by a failed test.
// Must not run the tests of the project.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { isBuildStale } from '../run/isBuildStale.js'
import { parseArguments } from '../run/parseArguments.js'
import { readReport } from '../run/readReport.js'
import { sum, tallyLine } from '../run/tally.js'
import { plantTree } from './plantTree.js'

const config = `import { writeReport } from '${projectFolder}test/run/writeReport.js'
const project = { test: { name: 'browser', globals: true, include: ['*.test.js'] } }
const { TEST_REPORT: file, TEST_REPORTER: reporter } = process.env
export default { test: { reporters: file ? [reporter, writeReport(file)] : ['default'], projects: [project] } }`

/** Runs one function of test/run on planted test files, in a process of its own, and gives its answer and output. */
const runOn = (files: Record<string, string>, call: string, env: Record<string, string> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'))
  for (const [path, text] of Object.entries({ 'vitest.config.mjs': config, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const script = `const cwd = ${JSON.stringify(folder)}
    const { runVitest } = await import('${projectFolder}test/run/runVitest.js')
    const { runBrowserTests } = await import('${projectFolder}test/run/runBrowserTests.js')
    console.log(JSON.stringify(await ${call}))`
  // NODE_ENV and the like of the outer vitest must not reach the inner one.
  const outer = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|CI$)/.test(name))
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(outer), NO_COLOR: '1', ...env },
  })
  rmSync(folder, { recursive: true, force: true })
  const lines = stdout.trimEnd().split('\n')
  return { tally: JSON.parse(lines.at(-1) ?? ''), output: lines.slice(0, -1).join('\n') }
}

const run = `runVitest('browser', { cwd, timeoutMs: 20_000 })`
const passing = `it('a', () => {})\nit('b', () => {})\n`

describe('the count of tests', { timeout: 60_000 }, () => {
  it('has one for each test that passed, failed or was skipped, over all files', () => {
    const files = {
      'a.test.js': passing,
      'b.test.js': `describe('x', () => { it('y', () => { throw 1 }) })\nit.skip('z', () => {})\nit.todo('later')`,
    }
    const { tally } = runOn(files, run)
    expect(tally).toMatchObject({ passed: 2, failed: 1, skipped: 2, failures: [{ name: 'x y' }] })
  })

  it.each([
    ['a file that does not load', { 'b.test.js': `throw new Error('no')` }, 2, 1],
    ['a hook that throws after the tests', { 'b.test.js': `afterAll(() => { throw 1 })\n${passing}` }, 4, 1],
    ['an error outside of any test', { 'b.test.js': `setTimeout(() => { throw 1 })\n${passing}await 0` }, 4, 1],
    ['a crash of the worker', { 'b.test.js': `it('c', () => process.kill(process.pid, 'SIGKILL'))` }, 2, 1],
  ])('counts as failed: %s', (_, file, passed, failed) => {
    expect(runOn({ 'a.test.js': passing, ...file }, run).tally).toMatchObject({ passed, failed })
  })

  it('counts as failed: a run that was ended because it took too long', () => {
    const files = { 'a.test.js': `it('never ends', () => { for (;;); })` }
    const { tally, output } = runOn(files, `runVitest('browser', { cwd, timeoutMs: 3_000 })`)
    expect(tally).toMatchObject({ passed: 0, failed: 1 })
    expect(output).toContain('it was ended after 3 s')
  })

  it('counts as failed: no tests at all, and a configuration that does not load', () => {
    expect(runOn({}, run).tally).toMatchObject({ passed: 0, failed: 1 })
    expect(runOn({ 'vitest.config.mjs': 'export default {' }, run).tally).toMatchObject({ passed: 0, failed: 1 })
  })

  it('is right about a report that is cut short', () => {
    const line = (state: string) => `{"file":"a","name":"b","state":"${state}"}\n`
    const cut = `${line('passed')}${line('passed')}{"file":"a","na`
    expect(readReport(cut, false)).toMatchObject({ passed: 2, failed: 1 })
    expect(readReport('', false)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('the browser tests', { timeout: 60_000 }, () => {
  const call = 'runBrowserTests({ args: [], cwd, timeoutMs: 20_000 })'
  const chromium = { CHROMIUM_PATH: process.execPath, THROUGHLINE_BROWSER: 'chromium' }
  const noChromium = { ...chromium, CHROMIUM_PATH: '/nowhere' }
  const both = { CHROMIUM_PATH: process.execPath, FIREFOX_PATH: process.execPath, WEBKIT_DRIVER_PATH: '/nowhere' }

  it('are run once more, alone, when they fail, and are named when they then pass', () => {
    const flaky = `import { existsSync, writeFileSync } from 'node:fs'
      describe('a (b)', () => {
        it('passes the second time', () => { if (!existsSync('x')) { writeFileSync('x', ''); throw 1 } })
      })
      it('passes', () => {})`
    const { tally, output } = runOn({ 'a.test.js': flaky }, call, chromium)
    expect(tally).toEqual({ passed: 2, failed: 0, skipped: 0 })
    expect(output).toContain('\nFLAKY chromium: a.test.js > a (b) passes the second time')
  })

  it('are a failure when there are none', () => {
    expect(runOn({}, call, chromium).tally).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('fail when they fail twice', () => {
    const { tally, output } = runOn({ 'a.test.js': `it('fails', () => { throw 1 })` }, call, chromium)
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(output).not.toContain('FLAKY')
    expect(output).toContain('\nFAILED chromium: a.test.js > fails')
  })

  it('run in all engines, and whatever fails is named and run again in its own engine', () => {
    const fails = `it('fails in Firefox', () => { if (process.env.THROUGHLINE_BROWSER === 'firefox') throw 1 })
      it('passes', () => {})`
    const { tally, output } = runOn({ 'a.test.js': fails }, call, both)
    expect(tally).toMatchObject({ passed: 3, failed: 1 })
    expect(output).toMatch(/--- chromium: 2 passed, 0 failed[^]+--- firefox: 1 passed, 1 failed/)
    expect(output).toMatch(/^chromium \|.*passes/m)
    expect(output.match(/^(FAILED|FLAKY|Running once more).*/gm)).toEqual([
      'Running once more, alone, in firefox: a.test.js > fails in Firefox',
      'FAILED firefox: a.test.js > fails in Firefox',
    ])
  })

  it('run in the other engines when one is missing, and the missing one is named', () => {
    const { tally, output } = runOn({ 'a.test.js': passing }, call, { ...both, CHROMIUM_PATH: '/nowhere' })
    expect(tally).toMatchObject({ passed: 2, failed: 0 })
    expect(output).toContain('The 2 browser tests were skipped in chromium: CHROMIUM_PATH is /nowhere')
    expect(output).toContain('--- firefox: 2 passed, 0 failed')
  })

  it('do not run in an engine that nobody knows', () => {
    const caught = `${call}.catch(({ message }) => message)`
    const { tally: message } = runOn({ 'a.test.js': passing }, caught, { ...both, THROUGHLINE_BROWSER: 'mosaic' })
    expect(message).toMatch(/^THROUGHLINE_BROWSER is mosaic; set it to one of chromium, firefox/)
  })

  it('are named as skipped without a browser, with one sentence that says why', () => {
    const { tally, output } = runOn({ 'a.test.js': passing }, call, noChromium)
    expect(tally).toEqual({ passed: 0, failed: 0, skipped: 2 })
    expect(output).toContain('skipped in chromium: a\nskipped in chromium: b\nThe 2 browser tests were skipped')
    expect(output).toContain('skipped in chromium: CHROMIUM_PATH is /nowhere')
  })

  it('are a failure without a browser where CI is set', () => {
    const { tally } = runOn({ 'a.test.js': passing }, call, { ...noChromium, CI: 'true' })
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 2 })
  })
})

describe('the check of Node', () => {
  const asNode = (version: string) => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' })
      await import('${projectFolder}test/support/needsNode.js')`
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  }

  it('refuses a Node that is too old, with one sentence', () => {
    const { status, stderr } = asNode('18.20.4')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^Throughline needs Node 20 or newer, and this is .+; install a newer one\.\n$/)
  })

  it.each(['20.0.0', '24.1.0'])('lets Node %s pass, and says nothing', (version) => {
    expect(asNode(version)).toMatchObject({ status: 0, stderr: '' })
  })
})

describe('the stages', () => {
  it('do not use a build that is older than the sources', () => {
    const { folder, remove } = plantTree({ 'src/a.ts': '', 'dist/index.js': '' })
    const at = (path: string, epochSeconds: number) => utimesSync(join(folder, path), epochSeconds, epochSeconds)
    at('tsconfig.json', 1_000)
    at('src/a.ts', 2_000)
    at('dist/index.js', 3_000)
    expect(isBuildStale(folder)).toBe(false)
    at('src/a.ts', 4_000)
    expect(isBuildStale(folder)).toBe(true)
    remove()
  })
})

describe('the command line', () => {
  it('runs all stages unless some are named, in their own order, and hands the rest to vitest', () => {
    const known = ['lint', 'unit', 'browser']
    expect(parseArguments([], known)).toEqual({ chosen: known, rest: [] })
    expect(parseArguments(['browser', 'lint'], known)).toEqual({ chosen: ['lint', 'browser'], rest: [] })
    expect(parseArguments(['unit', '-t', 'lint'], known)).toEqual({ chosen: ['unit'], rest: ['-t', 'lint'] })
  })

  it('ends with a line that names the skipped only if there are any', () => {
    const tallies = [{ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 0 }]
    expect(tallyLine(sum(tallies))).toBe('3 passed, 1 failed')
    expect(tallyLine({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped')
  })
})
