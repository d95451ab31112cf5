// The rule that imports point down only: on the real tree, and on planted breaches that it must report.
// Must not run a tool; lint.test.ts does.
import { describe, expect, it } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { importCycles, importGraph } from './importGraph.js'
import { rankBreaches, ranks } from './importRanks.js'
import { importsOf } from './parseFile.js'
import { readTree } from './readTree.js'

const breaches = (files: Record<string, string>) => rankBreaches(new Map(Object.entries(files)))

describe('the source tree', () => {
  const tree = readTree(`${projectFolder}src`)

  it('is seen by this check: more than 25 files and 40 imports', () => {
    expect(tree.size).toBeGreaterThan(25)
    expect(importGraph(tree).length).toBeGreaterThan(40)
  })

  it('imports downwards only, and no neighbours', () => {
    expect(rankBreaches(tree)).toEqual([])
  })

  it('has no imports in a circle', () => {
    expect(importCycles(importGraph(tree))).toEqual([])
  })
})

describe('the check of ranks', () => {
  it.each([
    ['a static import', `import { open } from '../store/open.js'`],
    ['a type import', `import type { Store } from '../store/open.js'`],
    ['a re-export', `export { open } from '../store/open.js'`],
    ['a re-export of everything', `export * from '../store/open.js'`],
    ['a dynamic import', `export const late = () => import('../store/open.js')`],
    ['a type in import()', `export type S = import('../store/open.js').Store`],
    ['an import for its effect', `import '../store/open.js'`],
    ['an import over several lines', `import {\n  open,\n} from\n  '../store/open.js'`],
  ])('reports %s that points up', (_, text) => {
    expect(breaches({ 'event/a.ts': `// 1\n// 2\n${text}\n`, 'store/open.ts': '' })).toEqual([
      'src/event/a.ts:3: event (rank 1) may not import upwards from store (rank 2).',
    ])
  })

  it('reports neighbours of one rank', () => {
    expect(breaches({ 'event/a.ts': `import { b } from '../identity/b.js'`, 'identity/b.ts': '' })).toEqual([
      'src/event/a.ts:1: event and identity are neighbours of rank 1 and may not know each other.',
    ])
  })

  it('reports an opt-in part that knows the core', () => {
    expect(breaches({ 'capture/a.ts': `import { b } from '../outbox/b.js'`, 'outbox/b.ts': '' })).toEqual([
      'src/capture/a.ts:1: capture is opt-in and may import only types, lib, privacy, page, not outbox.',
    ])
  })

  it('reports a tracker that knows an opt-in part', () => {
    expect(breaches({ 'tracker.ts': `import { b } from './capture/b.js'`, 'capture/b.ts': '' })).toEqual([
      'src/tracker.ts:1: capture is opt-in: tracker gets it as an option and may not import it.',
    ])
  })

  it('reports a worker that reaches the page through others', () => {
    const files = {
      'worker.ts': `import { a } from './delivery/a.js'`,
      'delivery/a.ts': `import { b } from '../page/b.js'`,
      'page/b.ts': '',
    }
    expect(breaches(files)).toEqual([
      'src/worker.ts reaches the page: worker.ts -> delivery/a.ts -> page/b.ts. A worker has none.',
    ])
  })

  it('reports a file without a rank, and an import that leads nowhere', () => {
    expect(breaches({ 'helpers/a.ts': `import { b } from './b.js'` })).toEqual([
      'src/helpers has no rank; give it one in test/checks/importRanks.js.',
      `src/helpers/a.ts:1: './b.js' leads to no file of src/.`,
    ])
  })

  it('reports a package that is not for this part', () => {
    expect(breaches({ 'outbox/a.ts': `import { get } from 'idb-keyval'\nimport mitt from 'mitt'` })).toEqual([
      'src/outbox/a.ts:1: outbox may not import the package idb-keyval.',
      'src/outbox/a.ts:2: outbox may not import the package mitt.',
    ])
    expect(breaches({ 'store/a.ts': `import { get } from 'idb-keyval'` })).toEqual([])
  })

  it('lets pass what points down, stays in its folder, or is only text', () => {
    const files = {
      'index.ts': `export { createTracker } from './tracker.js'\nexport * from './types.js'`,
      'tracker.ts': `import { read } from './options.js'\nimport { a } from './event/index.js'`,
      'options.ts': `import type { Options } from './types.js'`,
      'event/index.ts': `export { a } from './a.js'`,
      'event/a.ts': `// import { b } from '../store/b.js'\nexport const a = "import b from '../store/b.js'"`,
      'capture/index.ts': `export { c } from './c.js'`,
      'capture/c.ts': `import { d } from '../page/d.js'\nimport type { Tracker } from '../types.js'`,
      'page/d.ts': '',
      'types.ts': '',
    }
    expect(breaches(files)).toEqual([])
  })

  it('ranks every part once', () => {
    expect(new Set(ranks.flat()).size).toBe(ranks.flat().length)
  })
})

describe('the check of circles', () => {
  it('reports a circle of three, types included', () => {
    const files = {
      'lib/a.ts': `import { b } from './b.js'`,
      'lib/b.ts': `import type { C } from './c.js'`,
      'lib/c.ts': `export { a } from './a.js'`,
    }
    expect(importCycles(importGraph(new Map(Object.entries(files))))).toEqual([
      'Imports run in a circle: lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts. Move what they share further down.',
    ])
  })
})

describe('the reader of imports', () => {
  it('tells what is left at run time from what is not', () => {
    const text = `import type { A } from './a'
      import { type B } from './b'
      export type { C } from './c'
      import('./d')`
    expect(importsOf(text).map(({ kind }) => kind)).toEqual(['type', 'value', 'type', 'dynamic'])
  })
})
