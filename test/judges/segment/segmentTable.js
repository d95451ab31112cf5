// Writes what the comparison comes to into docs/migration/segment.md, between its marks.
// Prints the table; with --write it also writes it.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compare } from './compare.js'

export const pagePath = fileURLToPath(new URL('../../../docs/migration/segment.md', import.meta.url))
const betweenMarks = /(<!-- comparison -->\n)([\s\S]*?)(\n?<!-- \/comparison -->)/

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

/** @param {readonly import('./compare.js').Row[]} rows */
export const comparisonTable = (rows) =>
  ['| call | received by the server |', '|---|---|', ...rows.map(({ call, isSame, why = '' }) => `| ${cell(call)} | ${isSame ? 'the same' : `**differs**: ${why}`} |`)].join('\n')

/** @returns {string} what stands in the page now */
export const writtenTable = () => betweenMarks.exec(readFileSync(pagePath, 'utf8'))?.[2] ?? ''

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const table = comparisonTable(await compare())
  console.log(table)
  const page = readFileSync(pagePath, 'utf8')
  if (process.argv.includes('--write')) writeFileSync(pagePath, page.replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`))
}
