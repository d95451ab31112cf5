// One file of a module and all that it imports, as any bundler would make it; packages are found through their exports.
// Must not know what it bundles.

import { fileURLToPath } from 'node:url'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'

/** @param {URL} entry @returns {Promise<string>} */
export async function bundle(entry) {
  const build = await rollup({ input: fileURLToPath(entry), plugins: [nodeResolve({ browser: true })] })
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true })
  await build.close()
  return output[0].code
}
