// Owns the requests of one WebDriver session (https://www.w3.org/TR/webdriver2/): one at a time, each in its tab.
// Must not know an engine, nor start or end a process.
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A tab as WebDriver knows it.
 * @typedef {{ readonly handle: string, isGone?: boolean }} Tab
 * @typedef {(method: string, path: string, body?: object, signal?: AbortSignal) => Promise<any>} Send
 */

/**
 * @param {string} url of the driver
 * @param {object} capabilities
 */
export async function openSession(url, capabilities) {
  const session = await ask(url, 'POST', '/session', { capabilities: { alwaysMatch: capabilities } })
  const { browserName, browserVersion } = session.capabilities
  /** @type {Send} */
  const send = (method, path, body, signal) => ask(`${url}/session/${session.sessionId}`, method, path, body, signal)
  /** Opens the others, because no tab can be opened from one that is gone. @type {Tab} */
  const first = { handle: await send('GET', '/window') }
  let current = first
  /** @type {Promise<unknown>} */
  let last = Promise.resolve()

  /** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  const inTurn = (act) => {
    const turn = last.then(act)
    last = turn.catch(() => {}) // whoever asked hears of it
    return turn
  }

  /**
   * WebDriver has one current tab, so commands for several must not mix.
   * @template T @param {Tab} tab @param {(send: Send) => Promise<T>} act @returns {Promise<T>}
   */
  const inTab = (tab, act) =>
    inTurn(async () => {
      if (tab.isGone) throw new Error('This page is closed')
      if (current !== tab) await send('POST', '/window', { handle: tab.handle })
      current = tab
      return act(send)
    })

  return {
    version: `${browserName}/${browserVersion}`,
    inTab,
    /** @returns {Promise<Tab>} */
    open: () => inTab(first, async () => ({ handle: (await send('POST', '/window/new', { type: 'tab' })).handle })),
    /** @param {Tab} tab */
    close: (tab) =>
      inTab(tab, async () => {
        tab.isGone = true
        await send('DELETE', '/window')
      }),
  }
}

/** Resolves once the driver listens. @param {string} url */
export async function untilReady(url) {
  const until = Date.now() + 15_000
  for (;;) {
    const answer = await ask(url, 'GET', '/status').catch(() => undefined) // not yet listening
    if (answer?.ready) return
    if (Date.now() > until) throw new Error(`No WebDriver listens at ${url}: see what it has printed above`)
    await sleep(20)
  }
}

/**
 * @param {string} url @param {string} method @param {string} path @param {object} [body] @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function ask(url, method, path, body, signal) {
  const response = await fetch(url + path, { method, body: body && JSON.stringify(body), signal })
  const { value } = /** @type {any} */ (await response.json())
  if (!response.ok) throw new Error(`${value.error}: ${value.message} (${method} ${path})`)
  return value
}
