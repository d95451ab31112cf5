// Finds the servers that a large collector runs on, and installs missing ones where that is possible (Debian, as root).
// Must not start one, and must not download one from anywhere but the system's own packages.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const postgresFolders = () => {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(root, version, 'bin'))
}
const services = {
  postgres: { package: 'postgresql', folders: postgresFolders },
  'nats-server': { package: 'nats-server', folders: () => ['/usr/sbin', '/usr/local/bin'] },
}

/** @typedef {keyof typeof services} ServiceName */

/** @param {string} path */
const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {ServiceName} name @returns {string | undefined} the folder that it is in */
const look = (name) => [...services[name].folders(), ...(process.env['PATH'] ?? '').split(delimiter)].find((folder) => isExecutable(join(folder, name)))

/**
 * @param {ServiceName} name
 * @returns {string} the folder of the executable; throws one sentence with the mend if there is none and none can be had
 */
export function findService(name) {
  const found = look(name)
  if (found !== undefined) return found
  const { package: debianPackage } = services[name]
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    throw new Error(`No ${name} is installed; install it, as with: apt-get install ${debianPackage}.`)
  // Without a cluster of its own: the tests make theirs.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', debianPackage]]) {
    const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed; install ${name} by hand.\n${stderr}`)
  }
  const installed = look(name)
  if (installed === undefined) throw new Error(`The package ${debianPackage} has brought no ${name}; install it by hand.`)
  return installed
}

/**
 * @param {readonly ServiceName[]} names
 * @returns {string} why tests that need these cannot run, or nothing
 */
export function missingServices(names) {
  const reasons = names.flatMap((name) => {
    try {
      findService(name)
      return []
    } catch (error) {
      return [/** @type {Error} */ (error).message]
    }
  })
  return reasons.join(' ')
}
