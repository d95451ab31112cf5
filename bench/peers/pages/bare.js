// Owns the control: one JSON.stringify and one fetch per event.
// Must not grow.

/** @type {import('./page.js').Start} */
export function start({ url }) {
  let anonymousId = crypto.randomUUID()
  /** @type {string | undefined} */
  let userId
  const send = (/** @type {string} */ name, /** @type {object} */ properties = {}) => {
    const event = { id: crypto.randomUUID(), time: Date.now(), name, anonymousId, userId, url: location.href, properties }
    fetch(`${url}/events`, { method: 'POST', body: JSON.stringify(event) }).then((response) => response.text(), () => {})
  }
  return {
    track: send,
    page: () => send('page'),
    identify(id, traits) {
      userId = id
      send('identify', traits)
    },
    reset() {
      anonymousId = crypto.randomUUID()
      userId = undefined
    },
  }
}
