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
  /^(adopt|append|beat|calls|change|disk|emit|eventLength|evicted|exchange|expired|failed|forget|fresh|gate|hear|hurry|isFailed|isNextPageOurs|isOnItsWay|isOnline|keeper|leave|leftToWaitMs|maySend|now|outbox|owner|post|record|release|run|sendLast|sending|settings|settled|stamp|store|takesGzip|tell|unsaved|wake|wasGzip)$/
const minify = terser({
  module: true,
  compress: { passes: 3, ecma: 2020, unsafe_arrows: true },
  mangle: { properties: { regex: inner } },
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
