// The rules each source file keeps by itself: on the real tree, and on planted breaches that they must report.
// Must not run a tool; lint.test.ts does.
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { fileBreaches } from './fileRules.js'
import { readTree } from './readTree.js'

const head = '// What it owns.\n// What it must not touch.\n'
const breaches = (text: string) => fileBreaches(new Map([['lib/a.ts', text]]))

describe('the source files', () => {
  it('keep the rules of the house', () => {
    expect(fileBreaches(readTree(`${projectFolder}src`))).toEqual([])
  })
})

describe('the check of files', () => {
  it('reports a file of 251 lines and lets 250 pass', () => {
    const lines = (count: number) => head + 'export {}\n'.repeat(count - 2)
    expect(breaches(lines(250))).toEqual([])
    expect(breaches(lines(251))).toEqual(['src/lib/a.ts has 251 lines; split it: 250 is the most.'])
  })

  it.each(['export {}\n', '// One line only.\nexport {}\n', '/* Another kind. */\n// Second.\n'])(
    'reports a file that does not open with two lines of comment: %j',
    (text) => {
      expect(breaches(text)).toEqual([
        'src/lib/a.ts must open with two lines of // comment: what it owns, and what it must not touch.',
      ])
    },
  )

  it.each(['class A {}', 'export class A {}', 'export const A = class {}', 'class A extends Map {}'])(
    'reports a class: %s',
    (text) => {
      expect(breaches(head + text)).toEqual([
        'src/lib/a.ts:3: no classes but custom elements; return an object of functions from createX.',
      ])
    },
  )

  it.each(['let a = 1', 'export let a: number | undefined', 'var a', 'const a = new Map<string, string>()'])(
    'reports state in a module: %s',
    (text) => {
      expect(breaches(head + text)).toEqual(['src/lib/a.ts:3: no state in modules; make it inside a createX function.'])
    },
  )

  it('reports a default export', () => {
    expect(breaches(`${head}export default 1`)).toEqual(['src/lib/a.ts:3: no default exports; export it by its name.'])
  })

  it('lets custom elements, constants and local variables pass', () => {
    const text = `class A extends HTMLElement {}
      const b = new Set(['x'])
      export const c = () => { let d = 1; return d }`
    expect(breaches(head + text)).toEqual([])
  })
})
