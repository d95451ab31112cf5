// Finds an installed browser for the tests, and installs a missing one where that is possible (Debian, as root).
// Must not start a browser, and must not download one from anywhere but the system's own packages.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** Where each browser may be, the surest first; a bare name is looked up in PATH. */
const places = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    package: 'chromium',
    paths: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    package: 'firefox-esr',
    paths: ['/usr/bin/firefox-esr', 'firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
  webkit: {
    variable: 'WEBKIT_DRIVER_PATH',
    package: 'webkit2gtk-driver',
    paths: ['/usr/bin/WebKitWebDriver', 'WebKitWebDriver'],
  },
}

/** @typedef {keyof typeof places} BrowserName */

/** Every engine that there is a driver for, in browsers/, in the order in which the tests run in them. */
export const browserNames = /** @type {BrowserName[]} */ (Object.keys(places))

/**
 * What else a driver needs, by its package: one of these must be there.
 * @type {Partial<Record<BrowserName, Record<string, string[]>>>}
 */
const companions = {
  webkit: {
    xvfb: ['Xvfb'],
    gjs: ['/usr/bin/gjs'],
    'gir1.2-webkit2-4.1': [
      '/usr/lib/x86_64-linux-gnu/girepository-1.0/WebKit2-4.1.typelib',
      '/usr/lib/aarch64-linux-gnu/girepository-1.0/WebKit2-4.1.typelib',
    ],
  },
}

/** @param {string} path */
const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // missing, or not ours to run: both mean "look elsewhere"
  }
}

/** @param {string} place */
const candidates = (place) =>
  isAbsolute(place) ? [place] : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, place))

/**
 * @param {BrowserName} name
 * @returns {string} the path of the executable; throws one sentence with the mend if there is none
 */
export const findBrowser = (name) => {
  const { variable, paths } = places[name]
  const isThere = (/** @type {string} */ path) => existsSync(path)
  for (const [missing, paths] of Object.entries(companions[name] ?? {}))
    if (!paths.flatMap(candidates).some(isThere)) throw new Error(`${name} needs ${missing} as well; install that.`)
  const wanted = process.env[variable]
  if (wanted !== undefined && wanted !== '') {
    if (isExecutable(wanted)) return wanted
    throw new Error(`${variable} is ${wanted}, which cannot be run; correct it or unset it.`)
  }
  const found = paths.flatMap(candidates).find(isExecutable)
  if (found !== undefined) return found
  throw new Error(`No ${name} is installed; install it, or set ${variable} to the path of one.`)
}

/**
 * Installs the browser from the system's packages and waits for it.
 * @param {BrowserName} name
 * @returns {string} the path of the executable; throws one sentence if it cannot be had
 */
export const installBrowser = (name) => {
  const { variable, package: debianPackage } = places[name]
  if (process.env[variable]) return findBrowser(name) // somebody chose one: installing another is no answer
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0)
    throw new Error(`${name} can be installed here only on Debian as root; install it, or set ${variable} to its path.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const packages = [debianPackage, ...Object.keys(companions[name] ?? {})]
  const steps = [['update'], ['install', '-y', '--no-install-recommends', ...packages]]
  for (const args of steps) {
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed; see above, then install ${name} by hand.`)
  }
  return findBrowser(name)
}
