// Makes the site in build/site from the same files that people read in the repository, and the reference from the types.
// Must not hold any text of the documentation. Run after the build: npm run docs.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installFrom } from '../../test/support/installFrom.js'
import { collectorPort, serve } from './serve.js'

const project = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const target = join(project, 'build/site')
const reference = join(project, 'build/reference')

installFrom(here)
rmSync(target, { recursive: true, force: true })
rmSync(reference, { recursive: true, force: true })

const { exports, version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
const entries = Object.values(exports).flatMap(({ types }) => types ?? [])
const typedoc = spawnSync(process.execPath, [
  join(here, 'node_modules/typedoc/bin/typedoc'), '--plugin', join(here, 'node_modules/typedoc-plugin-markdown/dist/index.js'),
  '--tsconfig', join(here, 'tsconfig.json'), '--out', reference, '--readme', 'none', '--router', 'module', '--hideBreadcrumbs', '--hidePageHeader',
  '--disableSources', '--entryFileName', 'index.md', '--treatWarningsAsErrors', 'false', '--name', 'Reference',
  ...entries.flatMap((path) => ['--entryPoints', join(project, path)]),
], { cwd: here, encoding: 'utf8' })
if (typedoc.status !== 0) throw new Error(`The reference could not be made.\n${typedoc.stdout}${typedoc.stderr}`)

/** @param {string} folder @param {string} path @returns {string[]} */
const pagesIn = (folder, path = '') =>
  readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) =>
    ['node_modules', 'dist', 'site'].includes(entry.name) ? [] : entry.isDirectory() ? pagesIn(folder, posix.join(path, entry.name)) : entry.name.endsWith('.md') ? [posix.join(path, entry.name)] : [])

/** Where each page stands in the repository, and in the site. @type {Map<string, string>} */
const pages = new Map([
  ['README.md', readFileSync(join(project, 'README.md'), 'utf8')],
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].map((path) => /** @type {const} */ ([path, readFileSync(join(project, path), 'utf8')])),
  ...['docs', 'examples'].flatMap((folder) => pagesIn(project, folder).map((path) => /** @type {const} */ ([path, readFileSync(join(project, path), 'utf8')]))),
  ...pagesIn(reference).map((path) => /** @type {const} */ ([`reference/${path}`, readFileSync(join(reference, path), 'utf8')])),
])

/** @param {string} path */
const siteOf = (path) => path.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html')
/** @param {string} text */
const slug = (text) => text.toLowerCase().replace(/<[^>]*>/g, '').replace(/&\w+;/g, '').replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-')
/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const { Marked } = await import('marked')

/** @param {string} path */
const render = (path) => {
  /** @type {Map<string, number>} */
  const seen = new Map()
  /** A heading that is there again has a number, as in the repository. @param {string} text */
  const anchorOf = (text) => {
    const name = slug(text)
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return count ? `${name}-${count}` : name
  }
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const [to = '', anchor] = href.split('#')
        const inside = /^[a-z]+:/.test(href) || to === '' ? undefined : posix.normalize(posix.join(posix.dirname(path), to))
        // What is not a page of the site is source: it is named, and not linked.
        if (inside !== undefined && !pages.has(inside)) return `<span title="${escape(inside)}">${this.parser.parseInline(tokens)}</span>`
        const link = inside === undefined ? href : `${posix.relative(posix.dirname(siteOf(path)), siteOf(inside))}${anchor ? `#${anchor}` : ''}`
        return `<a href="${escape(link)}">${this.parser.parseInline(tokens)}</a>`
      },
      table({ header, rows }) {
        const cells = (/** @type {any[]} */ row, /** @type {string} */ tag) => row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')
        return `<div class="table"><table><thead><tr>${cells(header, 'th')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')}</tbody></table></div>\n`
      },
      code({ text, lang = '' }) {
        // What needs no more than a tracker can be run where it stands.
        const live = lang === 'js tracker' ? ' data-live' : ''
        return `<pre tabindex="0"${live}><code class="${escape(lang.split(' ')[0] ?? '')}">${escape(text)}</code></pre>\n`
      },
    },
  })
  return marked.parse(pages.get(path) ?? '')
}

const guides = [...readFileSync(join(project, 'docs/README.md'), 'utf8').matchAll(/\[([^\]]+)\]\(((?:guides|migration)\/[^)#]+)\)/g)].map(([, title = '', path = '']) => [title, `docs/${path}`])
const chapters = [['Overview', 'README.md'], ['Guides', 'docs/README.md'], ...guides, ['Examples', 'examples/README.md'], ['Reference', 'reference/index.md'], ['Changes', 'CHANGELOG.md']]

/** @type {Map<string, string>} */
const rendered = new Map([...pages.keys()].map((path) => [siteOf(path), render(path)]))
/** The reference counts some headings twice. @param {string} html @param {string} from */
const mendAnchors = (html, from) =>
  html.replace(/href="([^":#]*)#([^"]+)-1"/g, (link, to, anchor) => {
    const target = rendered.get(to ? posix.normalize(posix.join(posix.dirname(from), to)) : from) ?? ''
    return target.includes(`id="${anchor}-1"`) ? link : `href="${to}#${anchor}"`
  })

/** @param {string} file where live.js is from there */
const liveIn = (file) => {
  const lib = file.replace('live.js', 'lib/')
  const inside = (/** @type {string} */ path) => `${lib.startsWith('.') ? '' : './'}${lib}${path}`
  const imports = Object.fromEntries(Object.entries(exports).flatMap(([subpath, { default: path = '' }]) =>
    path.startsWith('./dist/') && !/react|vue/.test(path) ? [[`throughline${subpath.slice(1)}`, inside(path.slice(7))]] : []))
  return `<script type="importmap">${JSON.stringify({ imports: { ...imports, 'idb-keyval': inside('idb-keyval.js') } })}</script>
<script type="module" src="${file}" data-collector="http://localhost:${collectorPort}/v1/batch"></script>
`
}

for (const [path, text] of pages) {
  const from = posix.dirname(siteOf(path))
  const title = (/^# (.+)$/m.exec(text)?.[1] ?? 'Throughline').replaceAll('`', '')
  const items = chapters.map(([name = '', to = '']) => `<li><a href="${posix.relative(from, siteOf(to))}"${to === path ? ' aria-current="page"' : ''}>${escape(name)}</a></li>`).join('\n')
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}${path === 'README.md' ? '' : ' · Throughline'}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${posix.relative(from, 'style.css')}">
${/^```js tracker$/m.test(text) ? liveIn(posix.relative(from, 'live.js')) : ''}<a class="skip" href="#content">To the content</a>
<header><a href="${posix.relative(from, 'index.html')}">Throughline</a> <small>${version}</small></header>
<nav aria-label="Pages"><details><summary>Pages</summary><ul>
${items}
</ul></details></nav>
<main id="content">
${mendAnchors(rendered.get(siteOf(path)) ?? '', siteOf(path))}
</main>
<script src="${posix.relative(from, 'menu.js')}"></script>
</html>
`
  const file = join(target, siteOf(path))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, html)
}
for (const file of ['style.css', 'menu.js', 'live.js']) cpSync(join(here, file), join(target, file))
cpSync(join(project, 'dist'), join(target, 'lib'), { recursive: true, filter: (path) => !/\.(map|d\.ts)$|\/types$/.test(path) })
cpSync(join(project, 'node_modules/idb-keyval/dist/index.js'), join(target, 'lib/idb-keyval.js'))
console.log(`${pages.size} pages in build/site`)
if (process.argv.includes('--serve')) await serve(target)
