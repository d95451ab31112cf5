// Makes a graph of a tree's own imports, and answers what a file reaches and where imports run in a circle.
// Must not know what the folders mean.
import { posix } from 'node:path'
import { importsOf } from './parseFile.js'

/**
 * `to` is undefined where the specifier leads to no file of the tree.
 * @typedef {import('./parseFile.js').Import & { from: string, to: string | undefined }} Edge
 */

/**
 * @param {import('./readTree.js').Tree} tree
 * @returns {Edge[]} imports of the tree's own files; packages are left out
 */
export const importGraph = (tree) =>
  [...tree].flatMap(([from, text]) =>
    importsOf(text)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map((item) => {
        const path = posix.join(posix.dirname(from), item.specifier).replace(/\.js$/, '')
        const to = [`${path}.ts`, `${path}.js`, path, `${path}/index.ts`].find((candidate) => tree.has(candidate))
        return { ...item, from, to }
      }),
  )

/**
 * @param {readonly Edge[]} edges
 * @param {string} from
 * @returns {string[][]} one path of files to each file that is reached, types left out: they are gone at run time
 */
export const reachedFrom = (edges, from) => {
  const paths = [[from]]
  for (const path of paths) {
    for (const edge of edges) {
      if (edge.from !== path.at(-1) || edge.kind === 'type' || edge.to === undefined) continue
      const { to } = edge
      if (!paths.some((known) => known.at(-1) === to)) paths.push([...path, to])
    }
  }
  return paths
}

/**
 * @param {readonly Edge[]} edges
 * @returns {string[]} one sentence per circle, types included
 */
export const importCycles = (edges) => {
  /** @type {Set<string>} */
  const circles = new Set()
  /** @type {Set<string>} */
  const done = new Set()
  const visit = (/** @type {string} */ file, /** @type {string[]} */ above) => {
    if (above.includes(file)) circles.add([...above.slice(above.indexOf(file)), file].join(' -> '))
    if (above.includes(file) || done.has(file)) return
    for (const edge of edges) if (edge.from === file && edge.to !== undefined) visit(edge.to, [...above, file])
    done.add(file)
  }
  for (const { from } of edges) visit(from, [])
  return [...circles].map((circle) => `Imports run in a circle: ${circle}. Move what they share further down.`)
}
