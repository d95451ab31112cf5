// Owns how each contender becomes one page script, with the bundler of the project, and how large that is.
// Must not know how any of them works.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { rollup } from 'rollup'

/** @typedef {{ code: string, bytes: number, gzipBytes: number, brotliBytes: number, atOnceBytes: number }} Bundle */

const peers = fileURLToPath(new URL('./peers/', import.meta.url))
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const built = fileURLToPath(new URL('../build/bench/', import.meta.url))

/** @type {Record<string, string>} */
const ours = { throughline: join(dist, 'index.js'), 'throughline/capture': join(dist, 'capture.js') }

const brotli = (/** @type {string} */ text) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }).length

/** @param {string} page name of a file in peers/pages @returns {Promise<Bundle>} */
export async function bundle(page) {
  const cached = join(built, `${page}-${fingerprint(page)}.json`)
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, 'utf8'))
  const installed = createRequire(join(peers, 'package.json'))
  const commonjs = installed('@rollup/plugin-commonjs')
  const json = installed('@rollup/plugin-json')
  const input = join(peers, 'pages', `${page}.js`)
  const compiled = await rollup({
    input,
    onwarn: () => {}, // theirs
    plugins: [
      { name: 'ours', resolveId: (/** @type {string} */ id) => ours[id] },
      nodeResolve({ browser: true, preferBuiltins: false }),
      commonjs(),
      json(),
    ],
  })
  const minify = terser({ compress: { passes: 2, ecma: 2020 }, format: { comments: false } })
  const whole = await compiled.generate({ format: 'iife', name: 'bench', inlineDynamicImports: true, plugins: [minify] })
  const parts = await compiled.generate({ format: 'es', plugins: [minify] })
  await compiled.close()
  const chunks = new Map(parts.output.flatMap((each) => (each.type === 'chunk' ? [[each.fileName, each]] : [])))
  const first = [...chunks.values()].find((each) => each.isEntry)
  const atOnce = new Set(first ? [first.fileName] : [])
  for (const name of atOnce) for (const inner of chunks.get(name)?.imports ?? []) if (chunks.has(inner)) atOnce.add(inner)
  const { code } = whole.output[0]
  /** @type {Bundle} */
  const result = {
    code,
    bytes: Buffer.byteLength(code),
    gzipBytes: gzipSync(code, { level: 9 }).length,
    brotliBytes: brotli(code),
    atOnceBytes: [...atOnce].reduce((sum, name) => sum + brotli(chunks.get(name)?.code ?? ''), 0),
  }
  mkdirSync(built, { recursive: true })
  writeFileSync(cached, JSON.stringify(result))
  return result
}

/** Changes with whatever a bundle is made of. @param {string} page */
function fingerprint(page) {
  const hash = createHash('sha256')
  const pages = join(peers, 'pages')
  const files = [fileURLToPath(import.meta.url), join(peers, 'package-lock.json'), ...readdirSync(pages).map((file) => join(pages, file))]
  for (const file of [...files, ...(page.startsWith('throughline') ? scripts(dist) : [])]) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}

/** @param {string} folder */
const scripts = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js')).map((path) => join(folder, path))
