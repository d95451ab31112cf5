// The footer's line: online or not, how many events wait, when the collector last took some.
// Must not look into the tracker's storage: it counts what passes a step and what is reported as delivered.

// Both outlive the page, because the page that delivers an event need not be the one that tracked it.
const waitingKey = 'outboxLine.waiting'
const lastKey = 'outboxLine.last'

/** @returns {Set<string>} the ids of the events that wait */
function read() {
  try {
    return new Set(JSON.parse(localStorage.getItem(waitingKey) ?? '[]'))
  } catch {
    return new Set() // edited by hand
  }
}

/** @param {(waiting: Set<string>) => void} edit */
function change(edit) {
  const waiting = read()
  edit(waiting)
  localStorage.setItem(waitingKey, JSON.stringify([...waiting]))
}

/**
 * @param {() => import('throughline').Tracker} tracker asked each time: on a page with the stub it is the stub at first
 * @param {HTMLElement} line
 */
export function outboxLine(tracker, line) {
  const state = Object.assign(document.createElement('span'), { className: 'pill' })
  state.setAttribute('role', 'status')
  const count = document.createElement('span')
  const send = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Send now' })
  send.className = 'quiet'
  const last = Object.assign(document.createElement('span'), { className: 'soft' })
  line.replaceChildren(state, count, send, last)

  const show = () => {
    const waiting = read().size
    state.textContent = navigator.onLine ? 'Online' : 'Offline'
    state.classList.toggle('is-offline', !navigator.onLine)
    count.textContent = `${waiting} ${waiting === 1 ? 'event waits' : 'events wait'}`
    last.textContent = localStorage.getItem(lastKey) ?? 'nothing delivered yet'
  }
  /** @param {readonly string[]} ids */
  const gone = (ids) => {
    change((waiting) => ids.forEach((id) => waiting.delete(id)))
    show()
  }

  tracker().use((event) => {
    change((waiting) => waiting.add(event.id))
    show()
    return event
  })
  tracker().on('dropped', ({ ids }) => gone(ids))
  tracker().on('delivered', ({ ids }) => {
    localStorage.setItem(lastKey, `${ids.length} delivered at ${new Date().toLocaleTimeString()}`)
    gone(ids)
  })
  send.addEventListener('click', async () => {
    const { kept } = await tracker().flush()
    // The tracker knows best: a tab may have been closed between a delivery and the report of it.
    if (kept === 0) change((waiting) => waiting.clear())
    show()
  })
  for (const type of ['online', 'offline', 'storage', 'pageshow']) addEventListener(type, show)
  show()
}
