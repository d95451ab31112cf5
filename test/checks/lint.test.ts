// The linter's rules for src/, on planted breaches: each must be reported, and each exception let pass.
// Must not lint the real tree; the lint stage does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plantTree, runTool } from './plantTree.js'

const wrong: [rule: string, path: string, text: string][] = [
  ['no-restricted-globals', 'event/window.ts', 'export const a = window.innerWidth'],
  ['no-restricted-globals', 'event/globalThis.ts', 'export const { document: a } = globalThis'],
  ['no-restricted-globals', 'privacy/self.ts', 'export const a = self.crypto'],
  ['no-restricted-globals', 'identity/document.ts', 'export const a = document.title'],
  ['no-restricted-globals', 'formats/navigator.ts', 'export const a = navigator.language'],
  ['no-restricted-globals', 'outbox/fetch.ts', `export const a = () => fetch('/x')`],
  ['no-restricted-globals', 'outbox/globalFetch.ts', `export const a = () => globalThis.fetch('/x')`],
  ['no-restricted-globals', 'outbox/bracketFetch.ts', `export const a = () => globalThis['fetch']('/x')`],
  ['no-restricted-globals', 'outbox/castDocument.ts', 'export const a = (self as { document?: unknown }).document'],
  ['no-restricted-globals', 'delivery/fetch.ts', `export const a = () => fetch('/x')`],
  ['no-restricted-globals', 'delivery/history.ts', 'export const a = history.length'],
  ['no-restricted-globals', 'delivery/location.ts', 'export const a = location.href'],
  ['no-restricted-globals', 'delivery/indexedDB.ts', `export const a = indexedDB.open('x')`],
  ['no-restricted-globals', 'page/localStorage.ts', `export const a = localStorage.getItem('x')`],
  ['no-restricted-globals', 'page/fetch.ts', `export const a = () => window.fetch('/x')`],
  ['no-restricted-globals', 'page/indexedDB.ts', `export const a = indexedDB.open('x')`],
  ['no-restricted-globals', 'store/document.ts', 'export const a = document.title'],
  ['no-restricted-globals', 'tracker.ts', 'export const a = document.title'],
  ['no-restricted-globals', 'options.ts', 'export const a = location.origin'],
  ['no-restricted-globals', 'lib/name.ts', 'export const a = () => name'],
  ['no-restricted-properties', 'delivery/lock.ts', 'export const a = navigator.onLine'],
  ['no-restricted-imports', 'outbox/keyval.ts', `export { get } from 'idb-keyval'`],
  ['no-restricted-imports', 'outbox/lateKeyval.ts', `export const a = () => import('idb-keyval')`],
  ['no-restricted-imports', 'worker.ts', `export { a } from './page/localStorage.js'\nexport const b = navigator.onLine`],
  ['no-restricted-properties', 'worker.ts', `export { a } from './page/localStorage.js'\nexport const b = navigator.onLine`],
  ['import(no-cycle)', 'lib/circleA.ts', `import { b } from './circleB.js'\nexport const a = b`],
  ['import(no-cycle)', 'lib/circleB.ts', `import type { a } from './circleA.js'\nexport const b = (x: typeof a) => x`],
  ['import(no-default-export)', 'lib/default.ts', 'export default 1'],
  ['max-lines', 'lib/long.ts', 'export {}\n'.repeat(251)],
  ['no-explicit-any', 'lib/any.ts', 'export const a = (b: any) => b'],
  ['no-console', 'lib/console.ts', 'console.log(1)'],
  ['no-new-func', 'lib/code.ts', `export const a = new Function('return 1')`],
  ['no-unused-vars', 'lib/unused.ts', 'const a = 1'],
]

const right: [path: string, text: string][] = [
  ['page/context.ts', 'export const a = [window, document.title, navigator.language, location.href, history.length]'],
  ['page/spill.ts', `export const a = () => localStorage.getItem('x')`],
  ['capture/clicks.ts', 'export const a = () => document.body'],
  ['script.ts', 'export const a = document.currentScript'],
  ['store/open.ts', `export { get } from 'idb-keyval'\nexport const a = () => [indexedDB.open('x'), localStorage]`],
  ['delivery/send.ts', `export const a = () => fetch('/x')`],
  ['delivery/take.ts', `export const a = (fetch: (url: string) => void) => fetch('/x')`],
  ['lib/short.ts', 'export {}\n'.repeat(250)],
  ['lib/types.ts', 'export type A = Window | Document | Location'],
]

describe('the linter', () => {
  let output = ''
  let remove = () => {}

  beforeAll(() => {
    const files = [...wrong.map(([, path, text]) => [path, text] as const), ...right]
    const planted = plantTree(Object.fromEntries(files.map(([path, text]) => [`src/${path}`, text])))
    remove = planted.remove
    output = runTool(planted.folder, 'oxlint/bin/oxlint', ['--format', 'unix']).output
  })
  afterAll(() => remove())

  const reportsOn = (path: string) => output.split('\n').filter((line) => line.startsWith(`src/${path}:`))

  it.each(wrong)('reports %s in src/%s', (rule, path) => {
    expect(reportsOn(path).join('\n')).toContain(rule)
  })

  it.each(right)('lets src/%s pass', (path) => {
    expect(reportsOn(path)).toEqual([])
  })

  it('allows lock.ts the Web Locks', () => {
    const planted = plantTree({ 'src/delivery/lock.ts': 'export const a = navigator.locks' })
    const { status } = runTool(planted.folder, 'oxlint/bin/oxlint', [])
    planted.remove()
    expect(status).toBe(0)
  })
})
