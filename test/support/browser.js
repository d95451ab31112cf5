// Owns launch(): one small interface to a real browser, the same for every engine (browsers/<engine>.js).
// Must not hold anything that only one engine has, and must never leave a browser process or a profile behind.
import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { startNetwork } from './browsers/network.js'
import { makeProfile } from './browsers/profile.js'
import { endTree, signalTree } from './browsers/processTree.js'
import { findBrowser } from './findBrowser.js'

/**
 * A tab.
 * @typedef {object} Page
 * @property {<A extends any[], R>(fn: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} run runs a self-contained
 *   function in the page; arguments and result travel as JSON
 * @property {(url: string) => Promise<void>} goto
 * @property {() => Promise<void>} reload
 * @property {() => Promise<void>} back
 * @property {() => Promise<void>} front makes this the visible tab; opening a tab hides the one before
 * @property {(selector: string) => Promise<void>} click with a real mouse
 * @property {(x: number, y: number) => Promise<void>} clickAt the same, at a point of the window
 * @property {(selector: string, text: string) => Promise<void>} type with real keys
 * @property {(key: string) => Promise<void>} press
 * @property {<A extends any[], R>(fn: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} waitFor resolves with the
 *   first truthy answer; rejects after 15 s
 * @property {(path: string) => Promise<void>} screenshot
 * @property {() => Promise<void>} close as a user closes a tab: `pagehide` runs, `beforeunload` does not; right behind
 *   whatever `run` has begun
 * @property {() => string} url
 * @property {(host: string) => Promise<{ role: string, name: string }[]>} accessible what assistive technology is told of what is
 *   in the shadow root of this element: WAI-ARIA roles and names, in order, without texts and what has no role
 */

/**
 * What each file in browsers/ implements.
 * @typedef {object} Engine
 * @property {number} pid
 * @property {string} version
 * @property {Readonly<Record<string, boolean>>} can
 * @property {(url: string) => Promise<Page>} open
 * @property {(offline: boolean) => Promise<void>} hintOffline sets `navigator.onLine` where the engine can; the network
 *   itself is cut elsewhere
 * @property {(page: Page) => Promise<void>} crash
 * @property {(page: Page, isFrozen: boolean) => Promise<void>} freeze
 * @property {() => Promise<void>} endNetworkProcess
 * @property {(page: Page, factor: number) => Promise<void>} slowDown
 * @property {(page: Page) => Promise<number>} busyMs main-thread time used so far
 * @property {(page: Page) => Promise<import('puppeteer-core').CDPSession>} [session] Chromium's own protocol, for benchmarks
 * @property {(folder: string) => Promise<string>} [installExtension] for as long as the browser runs; resolves with its id
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Browser
 * @property {string} name
 * @property {string} version
 * @property {Readonly<Record<string, boolean>>} can
 * @property {(url: string) => Promise<Page>} open
 * @property {(isOffline: boolean) => Promise<void>} offline for every tab and worker, open now or later
 * @property {() => Promise<number>} kill SIGKILL for all its processes; resolves once they are gone, with the time of it
 * @property {() => Promise<void>} restart starts it again on the same profile
 * @property {(page: Page) => Promise<void>} crash ends the page's renderer
 * @property {(page: Page, isFrozen: boolean) => Promise<void>} freeze stops the page where it is, as a browser does to save
 *   power, or lets it go on; a frozen page answers nothing
 * @property {() => Promise<void>} endNetworkProcess kills the process in which the browser keeps network and storage
 * @property {(page: Page, factor: number) => Promise<void>} slowDown makes the page's processor slower by this factor
 * @property {(page: Page) => Promise<number>} busyMs
 * @property {(page: Page) => Promise<import('puppeteer-core').CDPSession>} session Chromium's own protocol; other engines have none
 * @property {(folder: string) => Promise<string>} installExtension Chromium alone; see Engine
 * @property {() => Promise<void>} close
 */

/**
 * Starts a browser on a fresh profile, which is removed on close; a profile folder handed in is kept. Features are what
 * Chromium calls so; the other engines have none.
 * @param {import('./findBrowser.js').BrowserName} name
 * @param {{ profile?: string, features?: readonly string[], isPooled?: boolean }} [options] `isPooled`: see network.js
 * @returns {Promise<Browser>}
 */
export async function launch(name, options = {}) {
  const executablePath = findBrowser(name)
  /** @type {{ start(setup: object): Promise<Engine>, sweep(profile: string): Promise<void> }} */
  const { start, sweep } = await import(`./browsers/${name}.js`)
  const profile = options.profile ?? (await makeProfile(name, sweep))
  const network = await startNetwork(options.isPooled)
  const startEngine = () => start({ executablePath, profile, proxyPort: network.port, features: options.features ?? [] })

  /** @type {Engine | undefined} */
  let engine = await startEngine()
  let isOffline = false
  const running = () => {
    if (!engine) throw new Error(`The ${name} was killed: call restart() first`)
    return engine
  }

  // A test process that ends in the middle takes its browser and its profile along.
  const onExit = () => {
    if (engine) signalTree(engine.pid)
    if (!options.profile) rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', onExit)

  /** @type {Browser['kill']} */
  const kill = async () => {
    if (!engine) return Date.now()
    const { pid } = engine
    engine = undefined
    const killedAt = await endTree(pid)
    await sweep(profile)
    return killedAt
  }

  return {
    name,
    version: engine.version,
    can: engine.can,
    open: (url) => running().open(url),
    async offline(down) {
      isOffline = down
      // Down: first the wire, then the hint. Up: first the wire, so that what hears `online` can send at once.
      network.cut(down)
      await running().hintOffline(down)
    },
    kill,
    async restart() {
      await kill()
      engine = await startEngine()
      await engine.hintOffline(isOffline)
    },
    crash: (page) => running().crash(page),
    freeze: (page, isFrozen) => running().freeze(page, isFrozen),
    endNetworkProcess: () => running().endNetworkProcess(),
    slowDown: (page, factor) => running().slowDown(page, factor),
    busyMs: (page) => running().busyMs(page),
    async session(page) {
      const { session } = running()
      if (!session) throw new Error(`${name} has no protocol of Chromium's: benchmarks need Chromium`)
      return session(page)
    },
    async installExtension(folder) {
      const { installExtension } = running()
      if (!installExtension) throw new Error(`${name} takes no extension here: this needs Chromium`)
      return installExtension(folder)
    },
    async close() {
      if (engine) await endTree(engine.pid, engine.close)
      engine = undefined
      await network.close()
      if (!options.profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 })
      process.off('exit', onExit)
    },
  }
}
