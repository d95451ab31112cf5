// The integrity of the files that pages load by a tag, as it stands in the README.
// Prints it; with --write it also writes it there.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const files = ['throughline.js', 'throughline-segment.js', 'throughline-worker.js']
const betweenMarks = /(<!-- integrity -->\n)([\s\S]*?)(\n?<!-- \/integrity -->)/

/** @param {string} folder the package */
export const integrityTable = (folder) =>
  ['| file | `integrity` |', '|---|---|', ...files.map((file) => {
    const digest = createHash('sha384').update(readFileSync(join(folder, 'dist', file))).digest('base64')
    return `| \`dist/${file}\` | \`sha384-${digest}\` |`
  })].join('\n')

/** @param {string} folder @returns {string} what the README says */
export const writtenIntegrity = (folder) => betweenMarks.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[2] ?? ''

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../..', import.meta.url))
  const table = integrityTable(folder)
  console.log(table)
  const path = join(folder, 'README.md')
  if (process.argv.includes('--write')) writeFileSync(path, readFileSync(path, 'utf8').replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`))
}
