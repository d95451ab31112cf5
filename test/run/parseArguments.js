// Reads the command line: the names of stages first, then whatever vitest is to get.
// Pure: must not run anything.

/**
 * @param {readonly string[]} args
 * @param {readonly string[]} known all stages, in their order
 * @returns {{ chosen: string[], rest: string[] }}
 */
export const parseArguments = (args, known) => {
  const end = args.findIndex((arg) => !known.includes(arg))
  const named = end < 0 ? args : args.slice(0, end)
  const rest = end < 0 ? [] : args.slice(end)
  return { chosen: known.filter((name) => named.length === 0 || named.includes(name)), rest }
}
