// What is published, from what tsc has written to build/src: ES modules with shared chunks, the script tag, the stub.
// Compiled by tsc together with the sources, so that rollup reads plain JavaScript on every Node.
import { cp } from 'node:fs/promises'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import type { Plugin, RollupOptions } from 'rollup'

const declarations: Plugin = {
  name: 'declarations',
  writeBundle: () => cp('build/src', 'dist/types', { recursive: true, filter: (path) => !/\.(js|js\.map)$/.test(path) }),
}
/**
 * Names by which the parts of the one file know each other: nothing outside ever sees them, on the wire, on disk, in a
 * message to another tab or in the tracker that the page gets.
 */
const inner =
  /^(adopt|append|beat|calls|change|current|disk|emit|eventLength|evicted|exchange|expired|failed|forget|fresh|gate|hear|held|hurry|isFailed|isNextPageOurs|isOnItsWay|isOnline|keeper|leave|leftToWaitMs|maySend|outbox|pause|post|record|release|resume|retryAfter|run|sendLast|sending|settings|settled|stamp|state|store|takesGzip|tell|text|unsaved|wake|wasGzip|write)$/
const minify = terser({
  module: true,
  compress: { passes: 3, ecma: 2020, unsafe_arrows: true },
  // Some of them are names of the platform too; none of those is used under that name here.
  mangle: { properties: { regex: inner, builtins: true } },
})

const config: RollupOptions[] = [
  {
    input: {
      index: 'build/src/index.js',
      capture: 'build/src/capture/index.js',
      formats: 'build/src/formats/index.js',
      identity: 'build/src/identity/index.js',
      worker: 'build/src/worker.js',
    },
    external: ['idb-keyval'],
    plugins: [nodeResolve(), declarations],
    output: { dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: 'chunks/[name].js' },
  },
  {
    input: 'build/src/script.js',
    plugins: [nodeResolve(), minify],
    output: { file: 'dist/throughline.js', format: 'iife', sourcemap: 'hidden', inlineDynamicImports: true },
  },
  {
    input: 'src/stub.js',
    plugins: [terser({ compress: true, mangle: true })],
    output: { file: 'dist/stub.js', format: 'es' },
  },
]
export default config
