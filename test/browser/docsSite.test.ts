// Owns the samples of the documentation's site that can be run where they stand: each one is, by a click.
// Must not judge what a sample says: the package's own test of the documentation does.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder } from '../../examples/demo/folder.js'
import { serveSite } from '../../examples/demo/serveSite.js'
import { projectFolder } from '../run/projectFolder.js'
import { engine, useStage } from './stage.ts'

// No engine does it differently, and the site takes a while to make.
describe.runIf(engine === 'chromium')('the site of the documentation', () => {
  const stage = useStage()
  const built = join(projectFolder, 'build/site')
  let site: Awaited<ReturnType<typeof serveSite>>

  beforeAll(async () => {
    // Another test has just made it, unless this one runs alone.
    const isMade = (statSync(join(built, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0) > statSync(join(projectFolder, 'dist/index.js')).mtimeMs
    const { status, stdout, stderr } = isMade ? { status: 0, stdout: '', stderr: '' } : spawnSync(process.execPath, [join(projectFolder, 'docs/site/build.js')], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stdout + stderr)
    const files = await folder(pathToFileURL(`${built}/`))
    site = await serveSite(async (path) => {
      const answer = await files.read(path)
      return answer && path.endsWith('.html') ? { ...answer, body: String(answer.body).replaceAll('http://localhost:4100', stage.collector.url) } : answer
    }, { port: 0 })
  })
  afterAll(() => site?.close())

  test('every sample that is marked runs, and what it tracks arrives', async () => {
    const pages = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html') && readFileSync(join(built, path), 'utf8').includes('<pre tabindex="0" data-live'))
    expect(pages.length).toBeGreaterThan(5)
    const wrong: string[] = []
    for (const path of pages) {
      const page = await stage.browser.open(`${site.url}/${path}`)
      await page.waitFor(() => document.querySelectorAll('pre[data-live] + button').length === document.querySelectorAll('pre[data-live]').length)
      const notes = await page.run(async () => {
        const said: string[] = []
        for (const button of document.querySelectorAll<HTMLButtonElement>('pre[data-live] + button')) {
          button.click()
          await new Promise<void>((resolve) => {
            const look = () => (button.disabled ? setTimeout(look, 20) : resolve())
            look()
          })
          said.push(...[...button.nextElementSibling!.children].map((item) => item.textContent!))
        }
        return said
      })
      // The code on that page was never made by anybody.
      wrong.push(...notes.filter((note) => !/the collector has it$|printed$|dropped: step$|who is here now$|The hand-off code was mistyped/.test(note)).map((note) => `${path}: ${note}`))
      await page.close()
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
