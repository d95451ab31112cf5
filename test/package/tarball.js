// Says which files a published package may hold, and which it must.
// Pure: looks at paths.
import { posix } from 'node:path'

const allowed = [/^package\.json$/, /^README\.md$/, /^LICENSE$/, /^CHANGELOG\.md$/, /^dist\/.+\.(js|d\.ts)(\.map)?$/]
const wanted = ['package.json', 'README.md', 'LICENSE']

/**
 * @param {readonly string[]} files the paths in the tarball
 * @param {ReturnType<typeof import('./readPackage.js').readPackage>} manifest
 * @returns {string[]} one sentence per file that is too many or missing
 */
export const tarballBreaches = (files, { entries, files: plainFiles }) => {
  const targets = [...entries.flatMap(({ types, code }) => [types, code]), ...plainFiles.map(({ path }) => path)]
  const needed = [...wanted, ...targets.map((path) => posix.normalize(path))]
  return [
    ...files
      .filter((path) => !allowed.some((pattern) => pattern.test(path)) || /\.test\.|tsbuildinfo/.test(path))
      .map((path) => `${path} is published and should not be; see "files" in package.json.`),
    ...[...new Set(needed)].filter((path) => !files.includes(path)).map((path) => `${path} is not in the tarball.`),
  ]
}
