// The pages about collectors: one for each format, and what their samples say is what the library takes.
// Must run the samples as they stand, against what is in dist/.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import exported from './exports.json' with { type: 'json' }

const folder = join(projectFolder, 'docs/collectors')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')
const formats = exported['./formats'].values
const samplesOf = (text: string) => [...text.matchAll(/^ *```js(?: part)?\n([^]*?)^ *```/gm)].map(([, code = '']) => code)

/** Runs a sample in a Node of its own, as a site that has installed the package; gives what it prints. */
const run = (code: string) => {
  const site = mkdtempSync(join(tmpdir(), 'sample-'))
  mkdirSync(join(site, 'node_modules'))
  symlinkSync(projectFolder, join(site, 'node_modules', 'throughline'), 'junction')
  writeFileSync(join(site, 'sample.mjs'), code)
  const { status, stderr } = spawnSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', join(site, 'sample.mjs')], { encoding: 'utf8', timeout: 20_000 })
  rmSync(site, { recursive: true })
  return { status, stderr }
}

describe('the pages about collectors', () => {
  it('are one for each format, and all are in the index', () => {
    const pages = readdirSync(folder).filter((file) => file !== 'README.md')
    expect(pages.sort()).toEqual(formats.map((name) => `${name}.md`).sort())
    for (const page of pages) expect(read('README.md')).toContain(`](${page})`)
  })

  it.each(formats)('%s: its samples are taken as they stand, those that follow after the first', (name) => {
    const samples = samplesOf(read(`${name}.md`))
    expect(samples[0]).toContain(`import { ${name} } from 'throughline/formats'`)
    expect(run(samples.join('\n'))).toEqual({ status: 0, stderr: '' })
  })

  it('the index: its sample is taken as it stands, too', () => {
    const [sample = ''] = samplesOf(read('README.md'))
    expect(sample).toContain('alsoTo({ collector: ')
    expect(run(sample)).toEqual({ status: 0, stderr: '' })
  })

  it.each(formats)('%s: it says what arrives, and what does not', (name) => {
    const [, arrives = '', not = ''] = read(`${name}.md`).split(/^## What (?:arrives|does not)\n/m)
    expect([arrives.trim().length > 80, not.trim().length > 80]).toEqual([true, true])
  })

  it.each(readdirSync(folder))('%s: its links lead somewhere', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !/^https?:/.test(link) && !existsSync(join(folder, link)))).toEqual([])
  })
})

it('the check of samples reports what the library does not take', () => {
  const { status, stderr } = run(`import { plausible } from 'throughline/formats'\nplausible({ site: 'a' })\n`)
  expect([status, stderr]).toEqual([1, expect.stringContaining('throughline: plausible: domain is missing')])
  const also = `import { alsoTo } from 'throughline/collectors'\nimport { reports } from 'throughline/formats'\nalsoTo({ collector: reports({ url: '/in' }) })\n`
  expect(run(also).stderr).toContain('throughline: alsoTo: name is missing')
})
