// Owns how WebKit is started and driven (WebKitGTK, WebKitWebDriver, Xvfb).
// Must not know what is tested, and must not decide about profiles, the network or process trees.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findInTree } from './processTree.js'
import { openSession, untilReady } from './webdriver.js'
import { drivePage } from './webkitPage.js'

/** What this engine can show; tests of anything else are skipped by these names. */
export const can = {
  offline: true,
  onlineEvents: true, // told to each page by script: WebKitGTK asks the system, which stays as it is
  kill: true,
  crash: false, // it ends the whole automation session, and WebKitGTK does not survive a second one
  freeze: false,
  networkProcess: true,
  throttle: false,
  bfcache: true,
  serviceWorker: true,
  backgroundSync: false,
  prerender: false,
}

const windowFile = fileURLToPath(new URL('./webkitWindow.js', import.meta.url))

// Ends all three, and whatever they have started, when its input ends: no orphan even if this process is killed.
const script = `
Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp -nolisten unix 2>/dev/null &
read -r display
DISPLAY=":$display" "$0" --port="$1" &
cat
kill -KILL 0`

/** Nothing is left outside of the profile: the server of the display has no socket file and no lock. */
export async function sweep() {}

/**
 * @param {{ executablePath: string, profile: string, proxyPort: number }} setup
 * @returns {Promise<import('../browser.js').Engine>}
 */
export async function start({ executablePath, profile, proxyPort }) {
  const driverPort = await freePort()
  const root = spawn('/bin/sh', ['-c', script, executablePath, String(driverPort)], {
    detached: true, // a process group of its own
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      XDG_DATA_HOME: profile,
      XDG_CACHE_HOME: profile,
      XDG_CONFIG_HOME: profile,
      GSETTINGS_BACKEND: 'memory',
      NO_AT_BRIDGE: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // root has no other way, and the pages are our own
    },
  })
  const pid = /** @type {number} */ (root.pid)
  root.stdin?.on('error', () => {}) // it was killed
  const [display] = await once(createInterface(/** @type {import('node:stream').Readable} */ (root.stdio[3])), 'line')
  root.stdin?.write(`${display}\n`)
  const url = `http://127.0.0.1:${driverPort}`
  await untilReady(url)

  const socketPath = join(profile, 'window')
  await rm(socketPath, { force: true })
  const session = await openSession(url, {
    pageLoadStrategy: 'none', // or every command waits for whatever loads
    timeouts: { script: null }, // or each script starts a timer in the page
    'webkitgtk:browserOptions': {
      binary: '/usr/bin/gjs',
      args: ['-m', windowFile, profile, String(proxyPort), socketPath],
    },
  })
  const tell = await connect(socketPath)
  /** @type {Set<import('../browser.js').Page>} */
  const pages = new Set()
  let isOffline = false
  let opened = 0 // the first one stays, so that closing the last tab of a test does not end the browser

  return {
    pid,
    version: session.version,
    can,
    async open(address) {
      const tab = await session.open()
      const index = ++opened
      const page = drivePage(session, tab, {
        front: () => tell(`front ${index}`),
        closed: () => pages.delete(page),
      })
      pages.add(page)
      await page.goto(address)
      return page
    },
    async hintOffline(offline) {
      if (offline === isOffline) return
      isOffline = offline
      await Promise.all([...pages].map((page) => page.run(setOffline, offline)))
    },
    async crash() {
      throw new Error('A crash would end the whole WebKit session: skip this where `can.crash` is false')
    },
    async freeze() {
      throw new Error('WebKit freezes no page that is not in its back/forward cache: skip this where `can.freeze` is false')
    },
    async endNetworkProcess() {
      const found = await findInTree(pid, 'WebKitNetworkProcess')
      if (found.length === 0) throw new Error(`WebKit has no WebKitNetworkProcess below ${pid}: has it another name now?`)
      for (const one of found) process.kill(one, 'SIGKILL')
    },
    async slowDown() {
      throw new Error('WebKit cannot be slowed down: skip this where `can.throttle` is false')
    },
    async busyMs() {
      throw new Error('WebKit does not tell the time a page has used: measure in Chromium')
    },
    async close() {
      const ended = once(root, 'exit')
      root.stdin?.end()
      await ended
    },
  }
}

/** In the page: what Safari does when the network goes or comes. @param {boolean} offline */
function setOffline(offline) {
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !offline })
  dispatchEvent(new Event(offline ? 'offline' : 'online'))
}

/** @returns {Promise<number>} a port that was free a moment ago: the driver does not tell which one it has taken */
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {net.AddressInfo} */ (server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** @param {string} socketPath @returns {Promise<(line: string) => Promise<void>>} */
async function connect(socketPath) {
  const socket = net.connect(socketPath)
  await once(socket, 'connect')
  socket.on('error', () => {}) // it was killed
  const answers = createInterface(socket)
  /** @type {Promise<unknown>} */
  let last = Promise.resolve()
  return (line) => {
    const turn = last.then(async () => {
      const answer = once(answers, 'line')
      socket.write(`${line}\n`)
      await answer
    })
    last = turn
    return turn
  }
}
