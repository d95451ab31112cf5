// Owns how Chromium is started and driven (puppeteer-core, CDP).
// Must not know what is tested, and must not decide about profiles, the network or process trees.
import { readlink, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import puppeteer from 'puppeteer-core'

/** What this engine can show; tests of anything else are skipped by these names. */
export const can = {
  offline: true,
  onlineEvents: true,
  kill: true,
  crash: true,
  freeze: true,
  networkProcess: false, // storage is not in it, and it comes back at once
  throttle: true,
  bfcache: true,
  serviceWorker: true,
  backgroundSync: true,
  prerender: true,
}

const flags = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--window-size=1280,900',
  '--enable-unsafe-extension-debugging', // an extension may be installed over the pipe
  // A failed background sync is tried again after 2 s, as often as it takes, instead of after 5 and 15 minutes.
  '--force-fieldtrials=BackgroundSync/Quick/',
  '--force-fieldtrial-params=BackgroundSync.Quick:initial_retry_delay_sec/2/retry_delay_factor/1/max_sync_attempts/50',
]

/** Removes the socket that a killed Chromium leaves behind in a temporary folder of its own. @param {string} profile */
export async function sweep(profile) {
  const socket = await readlink(join(profile, 'SingletonSocket')).catch(() => undefined)
  if (socket) await rm(dirname(socket), { recursive: true, force: true })
}

/**
 * @param {{ executablePath: string, profile: string, proxyPort: number, features: readonly string[] }} setup
 * @returns {Promise<import('../browser.js').Engine>}
 */
export async function start({ executablePath, profile, proxyPort, features }) {
  const chromium = await puppeteer.launch({
    executablePath,
    ignoreDefaultArgs: true, // the defaults switch off throttling of hidden tabs and more that these tests are about
    defaultViewport: null,
    pipe: true, // Chromium ends by itself when its pipe breaks: no orphan even if this process is killed
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...flags,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(features.length > 0 ? [`--enable-features=${features.join()}`] : []),
      `--user-data-dir=${profile}`,
      `--proxy-server=127.0.0.1:${proxyPort}`,
      '--proxy-bypass-list=<-loopback>',
      'about:blank', // stays open, so that closing the last tab of a test does not end the browser
    ],
  })
  /** @type {Map<import('../browser.js').Page, import('puppeteer-core').Page>} */
  const tabs = new Map()
  let isOffline = false

  /** @param {import('../browser.js').Page} page */
  const tabOf = (page) => {
    const tab = tabs.get(page)
    if (!tab) throw new Error('This page is closed or belongs to another browser')
    return tab
  }

  return {
    pid: /** @type {number} */ (chromium.process()?.pid),
    version: await chromium.version(),
    can,
    async open(url) {
      const tab = await chromium.newPage()
      if (isOffline) await tab.setOfflineMode(true)
      const page = drive(tab)
      tabs.set(page, tab)
      tab.once('close', () => tabs.delete(page))
      await page.goto(url)
      return page
    },
    async hintOffline(offline) {
      isOffline = offline
      await Promise.all([...tabs.values()].map((tab) => tab.setOfflineMode(offline)))
    },
    async crash(page) {
      const tab = tabOf(page)
      const crashed = new Promise((resolve) => tab.once('error', resolve))
      const session = await tab.createCDPSession()
      session.send('Page.crash').catch(() => {}) // never answered: the renderer is gone
      await crashed
      tabs.delete(page) // whatever is asked of it from now on is never answered either
    },
    async freeze(page, isFrozen) {
      const session = await tabOf(page).createCDPSession()
      await session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
    },
    async endNetworkProcess() {
      throw new Error('Chromium keeps storage elsewhere: skip this where `can.networkProcess` is false')
    },
    async slowDown(page, factor) {
      await tabOf(page).emulateCPUThrottling(factor)
    },
    async busyMs(page) {
      return ((await tabOf(page).metrics()).TaskDuration ?? 0) * 1_000
    },
    session: (page) => tabOf(page).createCDPSession(),
    installExtension: (folder) => chromium.installExtension(folder),
    async close() {
      await chromium.close()
    },
  }
}

/**
 * @param {import('puppeteer-core').Page} tab
 * @returns {import('../browser.js').Page}
 */
function drive(tab) {
  return {
    run: (fn, ...args) => tab.evaluate(fn, ...args),
    async goto(url) {
      await tab.goto(url)
    },
    async reload() {
      await tab.reload()
    },
    async back() {
      await tab.goBack()
    },
    async front() {
      await tab.bringToFront()
    },
    click: (selector) => tab.click(selector),
    clickAt: (x, y) => tab.mouse.click(x, y),
    type: (selector, text) => tab.type(selector, text),
    press: (key) => tab.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key)),
    async waitFor(fn, ...args) {
      // Asked from here, because timers of a hidden tab are slow and a test may be counting the page's timers.
      const until = Date.now() + 15_000
      for (;;) {
        // A navigation under way takes the answer with it: ask the next page.
        const answer = await tab.evaluate(fn, ...args).catch((error) => {
          if (!/context|navigat|detached/i.test(String(error))) throw error
        })
        if (answer) return answer
        if (Date.now() > until) throw new Error(`Waited 15 s in ${tab.url()} for: ${fn}`)
        await sleep(20)
      }
    },
    async screenshot(path) {
      await tab.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: true })
    },
    async close() {
      await tab.close({ runBeforeUnload: false })
    },
    url: () => tab.url(),
    async accessible(host) {
      const session = await tab.createCDPSession()
      const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true })
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: host })
      const { node } = await session.send('DOM.describeNode', { nodeId, depth: -1, pierce: true })
      /** @type {Set<number>} */
      const inside = new Set()
      const collect = (/** @type {any} */ each) => {
        inside.add(each.backendNodeId)
        for (const child of [...(each.shadowRoots ?? []), ...(each.children ?? [])]) collect(child)
      }
      for (const shadow of node.shadowRoots ?? []) collect(shadow)
      const { nodes } = await session.send('Accessibility.getFullAXTree')
      await session.detach()
      const byId = new Map(nodes.map((each) => [each.nodeId, each]))
      // In the order of the tree: the list is in the order in which the browser came by them.
      const walk = (/** @type {any} */ each) => [each, ...(each?.childIds ?? []).flatMap((/** @type {string} */ id) => (byId.has(id) ? walk(byId.get(id)) : []))]
      return walk(nodes[0])
        .filter((each) => !each.ignored && inside.has(each.backendDOMNodeId))
        .map((each) => ({ role: String(each.role?.value), name: String(each.name?.value ?? '') }))
        .filter(({ role }) => /^[a-z]+$/.test(role) && !/^(none|generic)$/.test(role))
    },
  }
}
