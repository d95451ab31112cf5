// The site of the documentation: it is made, and none of its links is dead.
// Must not look at how it is made.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'

const folder = join(projectFolder, 'build/site')
const read = (path: string) => readFileSync(path, 'utf8')
let pages: string[] = []

beforeAll(() => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectFolder, 'docs/site/build.js')], { encoding: 'utf8', timeout: 110_000 })
  if (status !== 0) throw new Error(stdout + stderr)
  pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'))
})

it('has a page for each guide, and the reference of each entry', () => {
  expect(pages.length).toBeGreaterThan(30)
  expect(pages).toEqual(expect.arrayContaining(['index.html', join('docs', 'guides', 'consent.html'), join('reference', 'segment.html')]))
  expect(read(join(folder, 'reference/migrate.html'))).toContain('takeOver')
})

it('has no dead links, and no heading is called for that is not there', () => {
  const dead = pages.flatMap((page) =>
    [...read(join(folder, page)).matchAll(/(?:href|src)="([^"]+)"/g)].flatMap(([, link = '']) => {
      if (/^(https?|data|mailto):/.test(link)) return []
      const [path = '', anchor] = link.replaceAll('&amp;', '&').split('#')
      const to = path ? join(dirname(join(folder, page)), path) : join(folder, page)
      if (!existsSync(to)) return [`${page}: ${link}`]
      return anchor && anchor !== 'content' && !read(to).includes(`id="${anchor}"`) ? [`${page}: ${link}`] : []
    }))
  expect(dead).toEqual([])
})
