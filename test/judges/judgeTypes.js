// Asks "are the types wrong?" whether each entry's types are found and fit its code, wherever there are ES modules.
// Must not run before installJudges has.

// The package has ES modules only: what CommonJS and the resolver of Node 10 make of it is nobody's business.
const without = ['node10', 'node16-cjs']

// Not written into import(), so that the project's types can be checked while the judges are not installed.
const judge = '@arethetypeswrong/core'

/**
 * @param {Uint8Array} tarball
 * @param {readonly string[]} files entries that have no types on purpose
 * @returns {Promise<string[]>} one line per problem
 */
export const judgeTypes = async (tarball, files) => {
  const { checkPackage, createPackageFromTarballData } = await import(judge)
  const result = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints: [...files] })
  if (result.types === false) return ['The package has no types.']
  return result.problems
    .filter((/** @type {any} */ problem) => !without.includes(problem.resolutionKind))
    .map((/** @type {any} */ { kind, entrypoint, resolutionKind, fileName }) =>
      [kind, entrypoint ?? fileName, resolutionKind].filter(Boolean).join(' '))
}
