// Reads package.json: what can be imported from the package, and what is a plain file in it.
// Must not check whether any of it exists.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * An entry is imported as a module and has types; anything else in `exports` is a file to be copied or linked.
 * @typedef {{ subpath: string, types: string, code: string }} Entry
 */

/**
 * @param {string} folder the package
 * @returns {{ name: string, entries: Entry[], files: { subpath: string, path: string }[], peers: string[] }}
 */
export const readPackage = (folder) => {
  const { name, exports, peerDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const all = Object.entries(exports)
  return {
    name,
    entries: all
      .filter(([, target]) => typeof target === 'object')
      .map(([subpath, target]) => ({ subpath, types: target.types, code: target.default })),
    files: all.filter(([, target]) => typeof target === 'string').map(([subpath, path]) => ({ subpath, path })),
    peers: Object.keys(peerDependencies),
  }
}
