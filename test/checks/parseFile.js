// Parses one TypeScript file and lists its import statements of every kind.
// Must not know the layout of the project; an import only inside a comment or a string is none.
import { parseAst } from 'vitest/node'

/**
 * `kind` is `type` where nothing is left of the import at run time.
 * @typedef {{ specifier: string, kind: 'value' | 'type' | 'dynamic', line: number }} Import
 * @typedef {{ type: string, start: number, [key: string]: any }} Node
 */

/**
 * @param {string} text
 * @returns {Node}
 */
export const parseFile = (text) => /** @type {any} */ (parseAst(text, { lang: 'ts' }))

/**
 * Calls `visit` for every node, the outer one first.
 * @param {any} node
 * @param {(node: Node) => void} visit
 */
export const walk = (node, visit) => {
  if (Array.isArray(node)) return node.forEach((item) => walk(item, visit))
  if (typeof node !== 'object' || node === null) return
  if (typeof node.type === 'string') visit(node)
  for (const key in node) walk(node[key], visit)
}

/**
 * @param {string} text
 * @param {number} offset
 */
export const lineAt = (text, offset) => text.slice(0, offset).split('\n').length

// `import { type X } from` counts as a value: under verbatimModuleSyntax an `import {} from` is left of it.
const isTypeOnly = (/** @type {Node} */ node) => (node.importKind ?? node.exportKind) === 'type'

/**
 * @param {string} text
 * @returns {Import[]}
 */
export const importsOf = (text) => {
  /** @type {Import[]} */
  const found = []
  walk(parseFile(text), (node) => {
    const source = node.source?.value
    if (typeof source !== 'string') return
    const line = lineAt(text, node.start)
    if (node.type === 'ImportExpression') found.push({ specifier: source, kind: 'dynamic', line })
    else if (node.type === 'TSImportType') found.push({ specifier: source, kind: 'type', line })
    else if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type))
      found.push({ specifier: source, kind: isTypeOnly(node) ? 'type' : 'value', line })
  })
  return found
}
