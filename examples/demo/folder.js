// The files of a folder by their path on a site.
// Must not read anything that was not listed at the start: so no path can lead out of the folder.

import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @type {{ [ending: string]: string }} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
}

/**
 * @param {URL} root ends with a slash
 * @returns {Promise<{ paths: string[], read(path: string): Promise<import('./serveSite.js').Answer | undefined> }>}
 *   each file is read when it is asked for, so that an edit shows at the next reload
 */
export async function folder(root) {
  const base = fileURLToPath(root)
  const entries = await readdir(base, { recursive: true, withFileTypes: true })
  const files = new Map(
    entries
      .filter((entry) => entry.isFile() && extname(entry.name) in types)
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [`/${relative(base, file).split(sep).join('/')}`, file]),
  )
  return {
    paths: [...files.keys()].sort(),
    async read(path) {
      const file = files.get(path)
      return file === undefined ? undefined : { type: types[extname(file)] ?? 'text/plain', body: await readFile(file) }
    },
  }
}
