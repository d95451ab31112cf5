// The built library, as the examples use it.
// Must not build it: `npm run demo` has done so before.

import { access, readFile } from 'node:fs/promises'

const dist = new URL('../../dist/', import.meta.url)

/** Rejects with the mend if the library has not been built. */
export async function needDist() {
  for (const file of ['throughline.js', 'stub.js', 'index.js', 'capture.js', 'handover.js', 'identity.js']) {
    await access(new URL(file, dist)).catch(() => {
      throw new Error(`dist/${file} is missing: build the library with "npm run build" (npm run demo does both).`)
    })
  }
}

/** @param {string} name @returns {Promise<string>} */
export const readDist = (name) => readFile(new URL(name, dist), 'utf8')
