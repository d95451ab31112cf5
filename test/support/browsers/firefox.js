// Owns how Firefox is started and driven (puppeteer-core, WebDriver BiDi).
// Must not know what is tested, and must not decide about profiles, the network or process trees.
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import puppeteer from 'puppeteer-core'
import { readTree, toRoles } from './firefoxTree.js'

/** What this engine can show; tests of anything else are skipped by these names. */
export const can = {
  offline: true,
  onlineEvents: true,
  kill: true,
  crash: true,
  freeze: false,
  networkProcess: false,
  throttle: false,
  bfcache: true,
  serviceWorker: true,
  backgroundSync: false,
  prerender: false,
}

/** @param {number} proxyPort */
const preferences = (proxyPort) => ({
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': proxyPort,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': proxyPort,
  'network.proxy.no_proxies_on': '',
  'network.proxy.allow_hijacking_localhost': true, // what it goes to is on this machine
  'network.proxy.failover_direct': false, // a proxy that is gone must look like a network that is gone
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'nimbus.rollouts.enabled': false,
  'app.normandy.enabled': false,
})

// Ends the browser, and whatever it has started, when our end of the pipe closes: no orphan even if this process is killed.
const script = 'exec 3<&0; { cat <&3; kill -KILL 0; } >/dev/null & "$0" "$@" 3<&-'

/** Firefox leaves nothing outside of its profile. */
export async function sweep() {}

/**
 * @param {{ executablePath: string, profile: string, proxyPort: number }} setup
 * @returns {Promise<import('../browser.js').Engine>}
 */
export async function start({ executablePath, profile, proxyPort }) {
  const lines = Object.entries(preferences(proxyPort)).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
  await writeFile(join(profile, 'user.js'), lines.join(''))
  // Started here, because puppeteer's own start puts every site into one process and switches much off.
  const root = spawn(
    '/bin/sh',
    [
      '-c',
      script,
      executablePath,
      '--headless',
      '--no-remote',
      '--profile',
      profile,
      '--remote-debugging-port=0',
      '--remote-allow-system-access', // for "work offline" and for the process of a tab
      '--width=1280',
      '--height=900',
      'about:blank', // stays open, so that closing the last tab of a test does not end the browser
    ],
    {
      detached: true, // a process group of its own
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    },
  )
  root.stdin?.on('error', () => {}) // it was killed
  const exited = new Promise((resolve) => root.once('exit', resolve))

  const firefox = await puppeteer.connect({
    browserWSEndpoint: `${await readEndpoint(root)}/session`,
    protocol: 'webDriverBiDi',
    networkEnabled: false,
    issuesEnabled: false,
    defaultViewport: null,
  })
  const chrome = await openChrome(firefox)
  /** @type {Map<import('../browser.js').Page, import('puppeteer-core').Page>} */
  const tabs = new Map()

  return {
    pid: /** @type {number} */ (root.pid),
    version: await firefox.version(),
    can,
    async open(url) {
      const tab = await firefox.newPage()
      const page = drive(tab, chrome)
      tabs.set(page, tab)
      tab.once('close', () => tabs.delete(page))
      await page.goto(url)
      return page
    },
    async hintOffline(offline) {
      await chrome(`Services.io.offline = ${offline}`)
    },
    async crash(page) {
      const tab = tabs.get(page)
      if (!tab) throw new Error('This page is closed or belongs to another browser')
      const module = 'chrome://remote/content/shared/NavigableManager.sys.mjs'
      const browser = `ChromeUtils.importESModule('${module}').NavigableManager.getBrowserById('${contextOf(tab)}')`
      process.kill(Number(await chrome(`${browser}.browsingContext.currentWindowGlobal.osPid`)), 'SIGKILL')
      tabs.delete(page)
    },
    async freeze() {
      throw new Error('Firefox freezes no page that is not in its back/forward cache: skip this where `can.freeze` is false')
    },
    async endNetworkProcess() {
      throw new Error('Firefox keeps storage elsewhere: skip this where `can.networkProcess` is false')
    },
    async slowDown() {
      throw new Error('Firefox cannot be slowed down: skip this where `can.throttle` is false')
    },
    async busyMs() {
      throw new Error('Firefox does not tell the time a page has used: measure in Chromium')
    },
    async close() {
      await firefox.close()
      await exited
    },
  }
}

/** @param {import('puppeteer-core').Page} tab @returns {string} BiDi's name for it */
const contextOf = (tab) => /** @type {any} */ (tab.mainFrame())._id

/** @param {import('node:child_process').ChildProcess} root @returns {Promise<string>} where it listens */
const readEndpoint = (root) =>
  new Promise((resolve, reject) => {
    let said = ''
    root.stderr?.on('data', (data) => {
      said = (said + data).slice(-10_000)
      const found = /WebDriver BiDi listening on (?<url>ws:\S+)/.exec(said)?.groups?.url
      if (found) resolve(found)
    })
    root.once('error', reject)
    root.once('exit', () => reject(new Error(`Firefox ended before it listened. It said: ${said}`)))
  })

/**
 * @param {import('puppeteer-core').Browser} firefox
 * @returns {Promise<(expression: string) => Promise<unknown>>} runs an expression in the browser's own window
 */
async function openChrome(firefox) {
  const send = (/** @type {string} */ method, /** @type {object} */ params) =>
    /** @type {any} */ (firefox).connection.send(method, params)
  const { result } = await send('browsingContext.getTree', { 'moz:scope': 'chrome' })
  const target = { context: result.contexts[0].context }
  return async (expression) => {
    const { result: answer } = await send('script.evaluate', { expression, target, awaitPromise: true })
    if (answer.type !== 'success') throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails?.text)}`)
    return answer.result.value
  }
}

/** What Firefox answers when the page it was asked about is on its way out. */
const leaving = /context|navigat|detached|destroyed|discarded|no such frame|realm/i

/**
 * @param {import('puppeteer-core').Page} tab
 * @param {(expression: string) => Promise<any>} chrome
 * @returns {import('../browser.js').Page}
 */
function drive(tab, chrome) {
  /** @type {import('../browser.js').Page['waitFor']} */
  const waitFor = async (fn, ...args) => {
    // Asked from here, because timers of a hidden tab are slow and a test may be counting the page's timers.
    const until = Date.now() + 15_000
    for (;;) {
      // A navigation under way takes the answer with it: ask the next page.
      const answer = await tab.evaluate(fn, ...args).catch((error) => {
        if (!leaving.test(String(error))) throw error
      })
      if (answer) return answer
      if (Date.now() > until) throw new Error(`Waited 15 s in ${tab.url()} for: ${fn}`)
      await sleep(20)
    }
  }
  /** @type {Set<Promise<unknown>>} */
  const running = new Set()
  return {
    run(fn, ...args) {
      const answer = tab.evaluate(fn, ...args)
      running.add(answer)
      answer.catch(() => {}).finally(() => running.delete(answer))
      return answer
    },
    async goto(url) {
      await tab.goto(url)
    },
    async reload() {
      await tab.reload()
    },
    async back() {
      // No load event comes for a page out of the back/forward cache, so the driver's own way would wait for ever.
      const here = await tab.evaluate(() => location.href)
      await tab.evaluate(() => history.back())
      await waitFor((left) => location.href !== left && document.readyState === 'complete', here)
    },
    async front() {
      await tab.bringToFront()
    },
    click: (selector) => tab.click(selector),
    clickAt: (x, y) => tab.mouse.click(x, y),
    type: (selector, text) => tab.type(selector, text),
    press: (key) => tab.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key)),
    waitFor,
    async screenshot(path) {
      await tab.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: true })
    },
    async close() {
      // Firefox carries out commands at the same time, and cannot answer out of a tab that has gone.
      await Promise.allSettled(running)
      await tab.close({ runBeforeUnload: false })
    },
    url: () => tab.url(),
    async accessible(host) {
      return toRoles(await chrome(readTree(contextOf(tab), host)))
    },
  }
}
