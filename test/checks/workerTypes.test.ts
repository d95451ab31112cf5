// The second compile, without the DOM library, of all that the worker reaches: it must fail on a planted breach.
// Must not compile the real tree; the types stage does.
import { describe, expect, it } from 'vitest'
import { plantTree, runTool } from './plantTree.js'

const compile = (sendText: string) => {
  const planted = plantTree({
    'src/worker.ts': `export { send } from './delivery/send.js'\n`,
    'src/delivery/send.ts': sendText,
  })
  const result = runTool(planted.folder, 'typescript/bin/tsc', ['-p', 'test/tsconfig.worker.json'])
  planted.remove()
  return result
}

describe('the compile without the DOM', { timeout: 60_000 }, () => {
  it.each(['document.title', 'window.innerWidth', 'localStorage.length', 'history.length'])(
    'reports %s in what the worker reaches',
    (use) => {
      const { status, output } = compile(`export const send = (): unknown => ${use}\n`)
      expect(status).not.toBe(0)
      expect(output).toContain(`src/delivery/send.ts(1,36): error TS`)
    },
  )

  it('lets pass what a worker has', () => {
    const use = '[fetch, indexedDB, navigator.locks, crypto.randomUUID(), new CompressionStream("gzip")]'
    expect(compile(`export const send = (): unknown => ${use}\n`)).toEqual({ status: 0, output: '' })
  })
})
