// What is published, from what tsc has written to build/src: ES modules with shared chunks, the script tag, the stub.
// Compiled by tsc together with the sources, so that rollup reads plain JavaScript on every Node.
import { readdirSync, readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import type { Plugin, RollupOptions } from 'rollup'

const declarations: Plugin = {
  name: 'declarations',
  writeBundle: () => cp('build/src', 'dist/types', { recursive: true, filter: (path) => !/\.(js|js\.map)$/.test(path) }),
}
/**
 * What is compressed is smaller when all declarations begin alike, and can be joined. As long as before, so that the
 * source map stays true.
 */
const declareAlike: Plugin = {
  name: 'declare-alike',
  renderChunk(code) {
    const visit = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      const { type, kind, start } = node as { type?: string; kind?: string; start: number }
      if (type === 'VariableDeclaration' && kind === 'const') code = `${code.slice(0, start)}let  ${code.slice(start + 5)}`
      Object.values(node).forEach(visit)
    }
    visit(this.parse(code))
    return { code, map: null }
  },
}
/**
 * Names by which the parts of the one file know each other: nothing outside ever sees them, on the wire, on disk, in a
 * message to another tab or in the tracker that the page gets.
 */
const inner =
  /^(admit|adopt|again|allowed|append|beat|callWorker|calls|change|changed|choose|consented|current|decide|decided|digested|disk|emit|emptied|eventLength|exchange|failed|follow|fresh|gate|hear|held|hide|hurry|isAny|isFailed|isGranted|isNews|isNextPageOurs|isOnline|keeper|learn|leave|leftToWaitMs|lock|maySend|meet|mint|pause|place|post|recent|record|release|resume|retryAfter|run|said|settings|since|stamp|state|store|surroundings|takesGzip|unlearn|unsaved|wake|wasGzip)$/
const minify = (module: boolean): Plugin =>
  terser({
    module,
    // Not inlined and no loop rewritten: that is longer once it is compressed.
    compress: { passes: 5, ecma: 2020, unsafe_arrows: true, hoist_funs: true, inline: 1, loops: false },
    // Some of them are names of the platform too; none of those is used under that name here.
    mangle: { properties: { regex: inner, builtins: true } },
  })

/** Of the modules only those names: a site's own build shortens the rest, and until then people may want to read them. */
const words = readdirSync('build/src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js'))
  .flatMap((path) => readFileSync(join('build/src', path), 'utf8').match(/[$\w]+/g) ?? [])
const shorten = terser({
  compress: false,
  nameCache: {},
  mangle: { reserved: [...new Set(words)], properties: { regex: inner, builtins: true } },
  format: { beautify: true, comments: 'all', indent_level: 2 },
})

const config: RollupOptions[] = [
  {
    input: {
      index: 'build/src/index.js',
      capture: 'build/src/capture/index.js',
      handover: 'build/src/handover/index.js',
      consent: 'build/src/consent/index.js',
      formats: 'build/src/formats/index.js',
      collectors: 'build/src/collectors.js',
      segment: 'build/src/segment/index.js',
      worker: 'build/src/worker.js',
    },
    external: ['idb-keyval'],
    plugins: [nodeResolve(), declarations, declareAlike, shorten],
    output: { dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: 'chunks/[name].js' },
  },
  {
    // On their own: all they answer with is public, also under names that are inner ones elsewhere.
    input: {
      completeness: 'build/src/completeness.js',
      identity: 'build/src/identity/index.js',
      migrate: 'build/src/migrate/index.js',
    },
    output: { dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: 'chunks/[name].js' },
  },
  {
    // On its own as well: notes, rules and events are full of names that are inner ones elsewhere.
    input: 'build/src/experience/index.js',
    external: ['idb-keyval'],
    output: { file: 'dist/experience.js', format: 'es', sourcemap: true },
  },
  {
    // On their own, with the names that they have.
    input: { vue: 'build/src/vue/index.js', devtools: 'build/src/devtools/index.js' },
    external: ['vue'],
    output: { dir: 'dist', format: 'es', sourcemap: true },
  },
  {
    input: { react: 'build/src/react/index.js' },
    external: ['react'],
    // Server components may import it: https://react.dev/reference/rsc/use-client
    output: { dir: 'dist', format: 'es', sourcemap: true, banner: `'use client'` },
  },
  {
    input: 'build/src/script.js',
    plugins: [nodeResolve(), declareAlike, minify(true)],
    output: { file: 'dist/throughline.js', format: 'iife', sourcemap: 'hidden', inlineDynamicImports: true, freeze: false },
  },
  {
    // In place of the file that the snippet of analytics.js loads.
    input: 'build/src/segment/script.js',
    plugins: [nodeResolve(), declareAlike, minify(true)],
    output: { file: 'dist/throughline-segment.js', format: 'iife', sourcemap: 'hidden', inlineDynamicImports: true, freeze: false },
  },
  {
    // The captures that the script tag has no room for: it loads this file from beside itself where it is told to.
    input: 'build/src/capture/tagMore.js',
    plugins: [nodeResolve(), declareAlike, minify(true)],
    output: { file: 'dist/throughline-capture.js', format: 'es', sourcemap: 'hidden' },
  },
  {
    // For service workers that are classic scripts, and for sites without a bundler: a worker has no import map.
    input: 'build/src/worker.js',
    // A module would hide the one name that it is for.
    plugins: [nodeResolve(), declareAlike, minify(false)],
    output: { file: 'dist/throughline-worker.js', format: 'iife', name: 'throughline', sourcemap: 'hidden' },
  },
  {
    input: 'src/stub.js',
    plugins: [terser({ compress: true, mangle: true })],
    output: { file: 'dist/stub.js', format: 'es' },
  },
]
export default config
