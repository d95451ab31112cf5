// Measures what an import costs a site: bundled and minified as its own build would do it, then compressed.
// Must not measure anything that a browser would not load.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { rollup } from 'rollup'
import { readPackage } from './readPackage.js'

/**
 * @param {string | Uint8Array} text
 * @returns {number} bytes after brotli at its best
 */
export const brotliBytes = (text) => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text) }
  return brotliCompressSync(text, { params }).length
}

/**
 * The chunks that a page loads with the entry; those behind an import() come later.
 * @param {readonly (import('rollup').OutputChunk | import('rollup').OutputAsset)[]} output
 */
const atOnce = (output) => {
  const chunks = output.filter((item) => item.type === 'chunk')
  const names = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName)
  for (const name of names) {
    const more = chunks.find(({ fileName }) => fileName === name)?.imports ?? []
    names.push(...more.filter((fileName) => !names.includes(fileName)))
  }
  return chunks.filter(({ fileName }) => names.includes(fileName)).map(({ code }) => code)
}

/**
 * @param {string} folder the package
 * @param {string} code a module that imports the package by its name
 * @param {{ isSplit?: boolean }} [how] `isSplit`: measures as well what is loaded at once, which takes as long again
 * @returns {Promise<{ bytes: number, atOnceBytes: number }>} all that it ever loads; and what of it is loaded at once
 */
export const measureImport = async (folder, code, { isSplit = false } = {}) => {
  const { name, peers } = readPackage(folder)
  const site = mkdtempSync(join(tmpdir(), 'site-'))
  mkdirSync(join(site, 'node_modules'))
  symlinkSync(folder, join(site, 'node_modules', name), 'junction')
  writeFileSync(join(site, 'main.js'), code)
  try {
    const bundle = await rollup({
      input: join(site, 'main.js'),
      external: peers,
      plugins: [nodeResolve({ browser: true }), terser()],
      onwarn: ({ code, message }) => {
        // 'use client': for servers that render.
        if (code !== 'MODULE_LEVEL_DIRECTIVE') throw new Error(message)
      },
    })
    const whole = await bundle.generate({ format: 'es', inlineDynamicImports: true })
    const split = isSplit ? atOnce((await bundle.generate({ format: 'es' })).output) : []
    return {
      bytes: brotliBytes(whole.output[0].code),
      atOnceBytes: split.reduce((total, chunk) => total + brotliBytes(chunk), 0),
    }
  } finally {
    rmSync(site, { recursive: true, force: true })
  }
}
