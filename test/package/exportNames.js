// Lists what each entry of the package exports, values and types, and keeps exports.json: the public surface.
// Prints the list; with --write it becomes the new exports.json, which is a decision about the public interface.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseFile } from '../checks/parseFile.js'
import { readPackage } from './readPackage.js'

/** @typedef {{ values: string[], types: string[] }} Names */

/**
 * Read and not imported: a peer that an entry needs is the site's.
 * @param {string} path a module or a declaration file
 * @returns {string[]} every name that it exports; of declarations, values too
 */
const declaredNames = (path) =>
  parseFile(readFileSync(path, 'utf8')).body.flatMap((/** @type {any} */ node) => {
    if (node.type === 'ExportAllDeclaration' && node.exported === null)
      return declaredNames(join(dirname(path), path.endsWith('.d.ts') ? node.source.value.replace(/\.js$/, '.d.ts') : node.source.value))
    if (node.type !== 'ExportNamedDeclaration') return []
    const { declaration, specifiers } = node
    const declared = declaration?.declarations ?? (declaration ? [declaration] : [])
    return [
      ...declared.map((/** @type {any} */ item) => item.id.name),
      ...specifiers.map((/** @type {any} */ item) => item.exported.name ?? item.exported.value),
    ]
  })

/**
 * @param {string} folder the package
 * @returns {Promise<Record<string, Names>>} by subpath
 */
export const exportNames = async (folder) => {
  /** @type {Record<string, Names>} */
  const names = {}
  for (const { subpath, types, code } of readPackage(folder).entries) {
    const values = [...new Set(declaredNames(join(folder, code)))].sort()
    const declared = [...new Set(declaredNames(join(folder, types)))].sort()
    names[subpath] = { values, types: declared.filter((name) => !values.includes(name)) }
  }
  return names
}

export const snapshotPath = fileURLToPath(new URL('exports.json', import.meta.url))

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const text = `${JSON.stringify(await exportNames(fileURLToPath(new URL('../..', import.meta.url))), null, 2)}\n`
  if (process.argv.includes('--write')) writeFileSync(snapshotPath, text)
  console.log(text)
}
