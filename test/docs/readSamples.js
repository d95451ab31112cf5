// The documentation as data: its files, the samples in them, their links, and what a link can lead to.
// Must not run anything.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ path: string, line: number, language: string, how: string, code: string }} Sample */

/** @param {string} folder @param {string} path @returns {string[]} */
const pagesIn = (folder, path) =>
  readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) =>
    entry.name === 'node_modules' || entry.name === 'dist' ? []
    : entry.isDirectory() ? pagesIn(folder, join(path, entry.name))
    : entry.name.endsWith('.md') ? [join(path, entry.name)] : [])

/** @param {string} folder the project @returns {string[]} every page of the documentation */
export const pagesOf = (folder) => ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...pagesIn(folder, 'docs'), ...pagesIn(folder, 'examples')]

/** @param {string} path @param {string} text @returns {Sample[]} */
export const samplesIn = (path, text) =>
  [...text.matchAll(/^```(\w+) ?([^\n]*)\n(.*?)^```$/gms)].map(({ index, 1: language = '', 2: how = '', 3: code = '' }) => ({
    path, line: text.slice(0, index).split('\n').length, language, how, code,
  }))

/** @param {string} text @returns {string} without what is shown as code */
const prose = (text) => text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, (code) => '~'.repeat(code.length))

/** @param {string} text @returns {string[]} */
export const linksIn = (text) => [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target)

/** @param {string} text @returns {string[]} what `#...` can lead to */
export const anchorsIn = (text) =>
  [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-'))

/** @param {string} folder @param {string} path */
export const readPage = (folder, path) => readFileSync(join(folder, path), 'utf8')
