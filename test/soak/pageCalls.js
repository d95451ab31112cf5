// Owns what a soak runs inside a page: self-contained functions, which travel as text.
// Must not use anything but the page's own window; answers travel back as JSON.

/**
 * What a page says of the calls it has just made; undefined where there is no tracker in it.
 * @typedef {{ ids: string[], who: import('./ledger.js').Who, errors: string[], dropped: string[] }} Said
 */

/**
 * Makes the calls of one step, and leaves at once for `next` if that is given.
 * @param {{ kind: 'track' | 'login' | 'logout', key: string, count: number, text: number, user: string, next: string }} call
 * @returns {Said | undefined}
 */
export function callTracker({ kind, key, count, text, user, next }) {
  const page = /** @type {any} */ (window)
  const { tracker } = page
  if (!tracker) return undefined
  page.dropped ??= []
  page.isHeard ??= tracker.on('dropped', (/** @type {any} */ { ids }) => page.dropped.push(...ids))
  /** @type {string[]} */
  const ids = []
  if (kind === 'track') {
    const name = count % 5 === 4 ? 'Later' : 'Tick' // a fault of the collector's puts off those named so
    for (let i = 0; i < count; i++) ids.push(tracker.track(name, { key: `${key}.${i}`, text: 'x'.repeat(text) }))
  } else if (kind === 'login') ids.push(tracker.identify(user))
  else tracker.reset()
  const { anonymousId, userId, sessionId } = tracker.identity()
  if (next) {
    page.isLeaving = true
    location.href = next
  }
  // An empty id stands for what was no news: a customer who was logged in already.
  return { ids: ids.filter(Boolean), who: { anonymousId, userId, sessionId }, errors: page.errors.splice(0), dropped: page.dropped.splice(0) }
}

/** Resolves once all that was called is on disk, with who is here; with nothing if it is in memory only. */
export async function saveAll() {
  const page = /** @type {any} */ (window)
  if (!page.tracker) return undefined
  if (!(await page.tracker.saved())) return undefined
  const { anonymousId, userId, sessionId } = page.tracker.identity()
  return { anonymousId, userId, sessionId }
}

/** Whether the page has loaded its tracker, or never will. */
export function isSettled() {
  const page = /** @type {any} */ (window)
  return !page.isLeaving && (page.isReady || !document.getElementById('options')) && ['settled']
}

/** @returns {Promise<number | undefined>} how many events wait yet */
export async function flushAll() {
  const page = /** @type {any} */ (window)
  const result = await page.tracker?.flush()
  return result?.kept
}

/**
 * Ends the wait for a collector that has failed: it may be longer than a soak. Answers how long that would have been.
 * @returns {Promise<number>} ms
 */
export function endWait() {
  const { writeKey } = JSON.parse(document.getElementById('options')?.textContent ?? '{}')
  return new Promise((resolve) => {
    const request = indexedDB.open(`throughline-${writeKey}`)
    request.onerror = () => resolve(0)
    request.onsuccess = () => {
      const db = request.result
      const transaction = db.transaction('records', 'readwrite')
      const found = transaction.objectStore('records').get(['delivery'])
      found.onsuccess = () => {
        transaction.objectStore('records').put({ failures: 0, failedAt: 0, waitMs: 0, askedMs: 0 }, ['delivery'])
      }
      transaction.oncomplete = () => {
        db.close()
        const { failedAt = 0, waitMs = 0 } = found.result ?? {}
        resolve(Math.max(0, failedAt + waitMs - Date.now()))
      }
      transaction.onabort = () => resolve(0)
    }
  })
}

/**
 * Tracks until the end. What is about to be called is told first, and waited for: so it is known for certain.
 * @param {{ url: string, round: number, bursts: { count: number, text: number, gapMs: number }[] }} plan
 */
export async function trackInBursts({ url, round, bursts }) {
  const { tracker } = /** @type {any} */ (window)
  let n = 0
  let lastAt
  for (const { count, text, gapMs } of bursts) {
    const request = new XMLHttpRequest()
    request.open('POST', `${url}/call`, false)
    request.send(JSON.stringify({ round, from: n, count, lastAt }))
    lastAt = Date.now()
    for (let i = 0; i < count; i++) tracker.track('Tick', { key: `${round}.${n++}`, text: 'x'.repeat(text) })
    const body = JSON.stringify({ round, upTo: n })
    tracker.saved().then((/** @type {boolean} */ isSaved) => isSaved && fetch(`${url}/saved`, { method: 'POST', body })).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, gapMs))
  }
}
