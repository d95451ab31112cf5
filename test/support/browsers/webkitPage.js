// Owns how one tab of WebKit is driven: the interface of a page in WebDriver requests.
// Must not know how the browser was started, nor other tabs.
import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { callInPage } from './callInPage.js'

/** What is said when the page that was asked is on its way out. */
const leaving = /no such frame|The page was left|TimeoutError/

/** A page that goes into the back/forward cache while it is asked answers when it comes back, if ever. */
const patienceMs = 5_000

/**
 * @param {Awaited<ReturnType<typeof import('./webdriver.js').openSession>>} session
 * @param {import('./webdriver.js').Tab} tab
 * @param {{ front(): Promise<void>, closed(): void }} window
 * @returns {import('../browser.js').Page}
 */
export function drivePage(session, tab, { front, closed }) {
  let href = 'about:blank'
  /** @param {number} [timeoutMs] */
  const execute = (timeoutMs) => (/** @type {string} */ code) =>
    session.inTab(tab, (send) =>
      send('POST', '/execute/sync', { script: code, args: [] }, timeoutMs ? AbortSignal.timeout(timeoutMs) : undefined),
    )
  /** @param {number | undefined} timeoutMs @param {(...args: any[]) => any} fn @param {any[]} args */
  const call = async (timeoutMs, fn, args) => {
    const answer = await callInPage(execute(timeoutMs), fn, args)
    href = answer.href
    return answer.value
  }
  /** @type {import('../browser.js').Page['run']} */
  const run = (fn, ...args) => call(undefined, fn, args)
  /** @type {import('../browser.js').Page['waitFor']} */
  const waitFor = async (fn, ...args) => {
    const until = Date.now() + 15_000
    for (;;) {
      // A navigation under way takes the answer with it: ask the next page.
      const answer = await call(patienceMs, fn, args).catch((error) => {
        if (!leaving.test(String(error))) throw error
      })
      if (answer) return answer
      if (Date.now() > until) throw new Error(`Waited 15 s in ${href} for: ${fn}`)
      await sleep(20)
    }
  }
  /** Leads to another document. @param {(send: import('./webdriver.js').Send) => Promise<unknown>} act */
  const leave = async (act) => {
    const mark = String(Math.random())
    await run((text) => void ((/** @type {any} */ (window))[Symbol.for('left')] = text), mark)
    await session.inTab(tab, act)
    await waitFor(
      (text) => (/** @type {any} */ (window))[Symbol.for('left')] !== text && document.readyState === 'complete',
      mark,
    )
  }
  /** @param {string} selector @param {(element: string, send: import('./webdriver.js').Send) => Promise<unknown>} act */
  const withElement = (selector, act) =>
    session.inTab(tab, async (send) => {
      const [element] = Object.values(await send('POST', '/element', { using: 'css selector', value: selector }))
      await act(`/element/${element}`, send)
    })
  return {
    run,
    waitFor,
    goto: (url) => leave((send) => send('POST', '/url', { url })),
    reload: () => leave((send) => send('POST', '/refresh', {})),
    back: () => leave((send) => send('POST', '/back', {})),
    front,
    click: (selector) => withElement(selector, (element, send) => send('POST', `${element}/click`, {})),
    clickAt: (x, y) => {
      const actions = [{ type: 'pointerMove', x: Math.round(x), y: Math.round(y) }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }]
      return session.inTab(tab, (send) => send('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', actions }] }))
    },
    type: (selector, text) => withElement(selector, (element, send) => send('POST', `${element}/value`, { text })),
    press: (key) => {
      const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: keys[key] ?? key }))
      return session.inTab(tab, (send) => send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] }))
    },
    async screenshot(path) {
      await writeFile(path, Buffer.from(await session.inTab(tab, (send) => send('GET', '/screenshot')), 'base64'))
    },
    close: () => {
      closed()
      return session.close(tab)
    },
    url: () => href,
    accessible: (host) =>
      session.inTab(tab, async (send) => {
        const idOf = (/** @type {object} */ reference) => Object.values(reference)[0]
        const element = idOf(await send('POST', '/element', { using: 'css selector', value: host }))
        const shadow = idOf(await send('GET', `/element/${element}/shadow`))
        const all = await send('POST', `/shadow/${shadow}/elements`, { using: 'css selector', value: '*' })
        const found = []
        for (const each of all.map(idOf)) {
          const role = String(await send('GET', `/element/${each}/computedrole`)).toLowerCase()
          if (!silent.test(role)) found.push({ role, name: String(await send('GET', `/element/${each}/computedlabel`)) })
        }
        return found
      }),
  }
}

/** What has no role that people are told of. */
const silent = /^(|none|generic|presentation|form|paragraph|text|label|legend|strong|labeltext)$/

/** WebDriver's own characters. @type {Record<string, string>} */
const keys = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', ArrowRight: '\uE014', ArrowLeft: '\uE012', Backspace: '\uE003', ' ': ' ' }
