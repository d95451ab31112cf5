// Reads a folder of sources into memory: a map from path to text, so that a check can also run on a planted tree.
// Must not judge what it reads.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A source tree: paths relative to its root, with forward slashes. @typedef {Map<string, string>} Tree */

/**
 * @param {string} folder
 * @returns {Tree}
 */
export const readTree = (folder) => {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[jt]s$/.test(path))
    .sort()
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
