// Tells whether dist/ is missing or older than what it is made of.
// Must not build.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} path
 * @returns {number} epoch ms of the last change; 0 if there is no such file
 */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** @param {string} folder the project */
export const isBuildStale = (folder) => {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
  const paths = [...sources.map((path) => join('src', path)), 'rollup.config.ts', 'tsconfig.json']
  const newest = Math.max(...paths.map((path) => changedAt(join(folder, path))))
  return changedAt(join(folder, 'dist/index.js')) <= newest
}
