// @vitest-environment happy-dom
// The documentation is true: every sample runs against the built package, and every link leads somewhere.
// Must not go to the network: what lies outside of the project is not followed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { dirname, join, normalize } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { anchorsIn, linksIn, pagesOf, readPage, samplesIn, type Sample } from '../docs/readSamples.js'
import { plantThroughline } from '../frameworks/plantThroughline.js'
import { installFrom } from '../support/installFrom.js'

/** With a DOM there is no URL of a file. */
const project = process.cwd()
const frameworks = join(project, 'test/frameworks')
const folder = join(frameworks, 'node_modules/.samples')
const pages = pagesOf(project)
const samples = pages.flatMap((path) => samplesIn(path, readPage(project, path)))
const nameOf = ({ path, line }: Sample) => `${path}:${line}`

const sent: any[] = []
const page = globalThis as any

/** Runs a sample as a module of a site that has the package; answers with what it exports. */
const runModule = async (sample: Sample, before = '') => {
  const path = join(folder, `${nameOf(sample).replace(/\W/g, '-')}.mjs`)
  writeFileSync(path, `${before}${sample.code}`)
  return import(/* @vite-ignore */ path)
}

const ways: Record<string, (sample: Sample) => unknown> = {
  '': (sample) => runModule(sample),
  async tracker(sample) {
    page.sampleErrors = []
    const before = `import { createTracker as create } from 'throughline'\nconst tracker = create({ collector: '/v1/batch', writeKey: 'sample', name: '${nameOf(sample)}' })\nexport { tracker as made }\ntracker.on('error', ({ source, message }) => source === 'storage' || sampleErrors.push(message))\n`
    const { made } = await runModule(sample, before)
    await made.flush()
    made.stop()
    // A code that was printed has expired since.
    if (!sample.code.includes('acceptHandoff')) expect(page.sampleErrors).toEqual([])
  },
  stub({ code }) {
    const stub = readFileSync(join(project, 'dist/stub.js'), 'utf8')
    const context = createContext({ Date, location, document })
    runInContext(stub + code, context)
    expect(runInContext('throughline.map(([method]) => method)', context)).toHaveLength(code.split('throughline.').length - 1)
  },
  async worker(sample) {
    const listen = vi.spyOn(globalThis, 'addEventListener')
    await runModule(sample)
    expect(listen.mock.calls.map(([type]) => type)).toContain('sync')
  },
  'classic-worker'({ code }) {
    const listened: string[] = []
    const context = createContext({ addEventListener: (type: string) => listened.push(type) })
    context.importScripts = (path: string) => runInContext(readFileSync(join(project, 'dist', path), 'utf8'), context)
    runInContext(code, context)
    expect(listened).toContain('sync')
  },
  async collector(sample) {
    const { server } = await runModule(sample)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const post = (body: string) =>
      new Promise((resolve) => httpRequest({ port: server.address().port, host: '127.0.0.1', method: 'POST' }, ({ statusCode }) => resolve(statusCode)).end(body))
    expect([await post('{"batch":[{"messageId":"a"}]}'), await post('')]).toEqual([200, 400])
    server.close()
  },
}

const optionNames = () => [...readPage(project, 'src/types.ts').matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name)

describe('the samples', () => {
  beforeAll(() => {
    installFrom(frameworks)
    plantThroughline(project, frameworks)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    // For good: trackers go on after their test.
    globalThis.fetch = (async (_url: string, { body }: RequestInit) => (sent.push(body), new Response('{}'))) as typeof fetch
    page.IDBKeyRange ??= { bound: () => ({}) }
  }, 120_000)
  beforeEach(() => (['log', 'warn', 'error'] as const).forEach((name) => vi.spyOn(console, name).mockImplementation(() => {})))

  const ran = samples.filter(({ path, language, how, code }) => {
    // What goes on from another sample says so.
    if ((language !== 'js' && language !== 'ts') || how === 'part') return false
    // In the overview some show a part only.
    return path.startsWith('docs/') ? !how.includes('/') : path === 'README.md' && code.startsWith(`import { createTracker } from 'throughline'`) && !code.includes('...')
  })
  it('are many', () => expect(ran.length).toBeGreaterThan(25))

  it.each(ran.map((sample) => [nameOf(sample), sample] as const))('%s runs', async (_, sample) => {
    const how = sample.code.includes('throughline/worker') ? 'worker' : sample.how
    expect(Object.keys(ways)).toContain(how)
    await ways[how]!(sample)
    expect(console.error).not.toHaveBeenCalled()
  })

  const quoted = samples.filter(({ how }) => how.includes('/'))
  it.each(quoted.map((sample) => [nameOf(sample), sample.how, sample] as const))('%s is in %s', (_, path, { code }) => {
    const text = readPage(project, path)
    expect(code.split('\n').filter((line) => !text.includes(line))).toEqual([])
  })

  const tags = samples.filter(({ language, code }) => language === 'html' && code.includes('throughline.js'))
  it.each(tags.map((sample) => [nameOf(sample), sample] as const))('%s has attributes that the tag knows', (_, { code }) => {
    const names = [...code.matchAll(/data-([a-z-]+)/g)].map(([, name = '']) => name.replace(/-(.)/g, (_all, letter) => letter.toUpperCase()))
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => ![...optionNames(), 'flushDelay'].includes(name))).toEqual([])
  })

  it('send what they track', () => expect(sent.length).toBeGreaterThan(3))
})

/** @returns what is wrong with a link of a page */
const deadLink = (from: string, target: string, read: (path: string) => string): string | undefined => {
  if (/^(https?|mailto):/.test(target)) return undefined
  const [path = '', anchor] = target.split('#')
  const to = path ? normalize(join(dirname(from), path)) : from
  if (!existsSync(join(project, to))) return `${from} links to ${target}, which is not there.`
  if (anchor && !anchorsIn(read(to)).includes(anchor)) return `${from} links to ${target}, which has no such heading.`
  return undefined
}

describe('the links', () => {
  it.each(pages)('of %s lead somewhere', (from) => {
    const links = linksIn(readPage(project, from))
    expect(links.flatMap((target) => deadLink(from, target, (path) => readPage(project, path)) ?? [])).toEqual([])
  })

  it('are found, and a dead one is reported', () => {
    expect(pages.length).toBeGreaterThan(18)
    expect(linksIn('[a](b.md#c) `[x](y)` [d](https://e.example)')).toEqual(['b.md#c', 'https://e.example'])
    const read = () => '# Two words\n'
    expect(deadLink('README.md', 'docs/missing.md', read)).toContain('is not there')
    expect(deadLink('README.md', '#other', read)).toContain('no such heading')
    expect(deadLink('README.md', '#two-words', read)).toBeUndefined()
  })
})
