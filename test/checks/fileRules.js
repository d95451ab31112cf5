// The rules that each source file keeps by itself and that the linter cannot express.
// Pure: looks at one text at a time; what files import is the business of importRanks.js.
import { lineAt, parseFile, walk } from './parseFile.js'

const maxLines = 250

/** @param {any} node a declaration at the top level of a module */
const isModuleState = (node) => {
  const declaration = node.declaration ?? node
  if (declaration.type !== 'VariableDeclaration' || declaration.declare === true) return false
  return (
    declaration.kind !== 'const' ||
    declaration.declarations.some(
      (/** @type {any} */ { init }) =>
        init?.type === 'NewExpression' && /^(Weak)?(Map|Set)$/.test(init.callee.name) && init.arguments.length === 0,
    )
  )
}

/** @param {any} node */
const isPlainClass = (node) =>
  /^Class(Declaration|Expression)$/.test(node.type) && !/^HTML\w*Element$/.test(node.superClass?.name ?? '')

/**
 * @param {string} path
 * @param {string} text
 * @returns {string[]}
 */
const breachesOf = (path, text) => {
  /** @type {string[]} */
  const found = []
  const lines = text.trimEnd().split('\n')
  if (lines.length > maxLines) found.push(`src/${path} has ${lines.length} lines; split it: ${maxLines} is the most.`)
  if (!/^\/\/ .+\n\/\/ .+\n/.test(text))
    found.push(`src/${path} must open with two lines of // comment: what it owns, and what it must not touch.`)
  const say = (/** @type {any} */ node, /** @type {string} */ what) =>
    found.push(`src/${path}:${lineAt(text, node.start)}: ${what}`)
  const module = parseFile(text)
  for (const node of module.body) {
    if (isModuleState(node)) say(node, 'no state in modules; make it inside a createX function.')
    if (node.type === 'ExportDefaultDeclaration') say(node, 'no default exports; export it by its name.')
  }
  walk(module, (node) => {
    if (isPlainClass(node)) say(node, 'no classes but custom elements; return an object of functions from createX.')
  })
  return found
}

/**
 * @param {import('./readTree.js').Tree} tree
 * @returns {string[]} one sentence per breach
 */
export const fileBreaches = (tree) => [...tree].flatMap(([path, text]) => breachesOf(path, text))
