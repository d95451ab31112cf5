// What a collector takes from the library: who is whom, what is missing, and how it went.
// Imports the built package; nothing else does.

export async function importLibrary() {
  try {
    const [identity, { completeness }, experience] = await Promise.all([
      import('throughline/identity'),
      import('throughline/completeness'),
      import('throughline/experience'),
    ])
    return { createIdentityGraph: identity.createIdentityGraph, mergeTraits: identity.mergeTraits, completeness, experience }
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error('The library is not built, or not all of it: run `npm run build`.', { cause: error })
  }
}
