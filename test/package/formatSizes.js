// Measures what each wire format costs a site that imports it alone, and keeps the table in docs/collectors true.
// Prints the table; with --write it also writes it there.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportNames } from './exportNames.js'
import { measureImport } from './measureImport.js'
import { readPackage } from './readPackage.js'
import { betweenMarks, sizeTable } from './sizes.js'

const maxFormatBytes = 2_048

export const formatsPage = 'docs/collectors/README.md'

/**
 * @param {string} folder the package
 * @returns {Promise<import('./sizes.js').Size[]>}
 */
export const measureFormats = async (folder) => {
  const { name } = readPackage(folder)
  /** @type {import('./sizes.js').Size[]} */
  const sizes = []
  for (const format of (await exportNames(folder))['./formats']?.values ?? []) {
    const { bytes } = await measureImport(folder, `export { ${format} } from '${name}/formats'`)
    sizes.push({ what: `\`${format}\``, bytes, maxBytes: maxFormatBytes })
  }
  return sizes
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../..', import.meta.url))
  const table = sizeTable(await measureFormats(folder))
  console.log(table)
  if (process.argv.includes('--write')) {
    const path = join(folder, formatsPage)
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`))
  }
}
