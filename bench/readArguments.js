// Owns what can be asked of `npm run bench`.
// Pure.

const known = ['--only', '--peers', '--seed', '--quick', '--write', '--rows', '--all']

/**
 * @param {readonly string[]} given
 * @param {readonly string[]} names of the contenders
 */
export function readArguments(given, names) {
  const flags = given.filter((argument) => argument.startsWith('--'))
  const unknown = flags.filter((flag) => !known.includes(flag.replace(/=.*/, '')))
  if (unknown.length) throw new Error(`There is no ${unknown.join(', ')}: choose from ${known.join(', ')}, see bench/README.md`)
  const valueOf = (/** @type {string} */ name) => {
    const at = given.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`))
    if (at < 0) return undefined
    return given[at]?.includes('=') ? given[at]?.split('=')[1] : given[at + 1]
  }
  const list = (/** @type {string | undefined} */ text) => (text ?? '').split(',').filter(Boolean)
  const [only, peers, seed] = ['only', 'peers', 'seed'].map(valueOf)
  const values = [only, peers, seed]
  const words = given.filter((argument) => !argument.startsWith('--') && !values.includes(argument))
  const strange = list(peers).filter((name) => !names.includes(name))
  if (strange.length) throw new Error(`No contender ${strange.join(', ')}: choose from ${names.join(', ')}`)
  return {
    flags,
    only: [...list(only), ...words],
    // Ours always runs, because everything is compared with it.
    peers: peers ? names.filter((name) => name === 'throughline' || list(peers).includes(name)) : [...names],
    seed: seed === undefined ? Date.now() % 1_000_000 : Number(seed),
    isQuick: flags.includes('--quick'),
    isWritten: flags.includes('--write'),
  }
}
