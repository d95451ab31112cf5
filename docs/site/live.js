// Runs the samples of a page for real, each with the tracker of this page, and shows what becomes of its events.
// Must not know a sample: what may be run is marked by the site.
import { createTracker } from 'throughline'

const { collector } = document.querySelector('script[data-collector]').dataset
/** What is shown of each event, by its id. @type {Map<string, HTMLElement>} */
const shown = new Map()
/** @type {HTMLElement | undefined} where what happens now is written down */
let list

/** @param {string} text @param {string} [state] */
const write = (text, state = '') => {
  const item = document.createElement('li')
  const code = document.createElement('code')
  code.textContent = text
  const note = document.createElement('small')
  note.textContent = state
  item.append(code, ' ', note)
  list?.append(item)
  return note
}

const tracker = createTracker({ collector, writeKey: 'docs', flushDelayMs: 500 })
tracker.use((event) => {
  const { type, name = '', properties, traits } = event
  shown.set(event.id, write([type, name, JSON.stringify(properties ?? traits ?? {})].join(' '), 'on its way to the disk'))
})
tracker.on('delivered', ({ ids }) => ids.forEach((id) => { if (shown.has(id)) shown.get(id).textContent = 'the collector has it' }))
tracker.on('dropped', ({ reason, ids }) => ids.forEach((id) => { if (shown.has(id)) shown.get(id).textContent = `dropped: ${reason}` }))
tracker.on('error', ({ source, message }) => void write(`${source}: ${message}`, 'an error event'))
globalThis.live = { tracker, console: { log: (...said) => void write(said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' '), 'printed') } }

/** @param {string} code */
const run = async (code) => {
  const text = `const { tracker, console } = globalThis.live\n${code}`
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  try {
    await import(url)
  } catch (error) {
    write(String(error), 'thrown by the sample')
  }
  URL.revokeObjectURL(url)
  await tracker.saved()
  for (const note of shown.values()) if (note.textContent === 'on its way to the disk') note.textContent = 'on disk'
  const { kept } = await tracker.flush()
  if (list?.childElementCount === 0) write(`anonymousId ${tracker.identity().anonymousId ?? 'none'}`, 'nothing is sent; who is here now')
  if (kept > 0) write(`${kept} wait on disk`, `nobody answers at ${collector}: start the demo, and they arrive`)
}

for (const sample of document.querySelectorAll('pre[data-live]')) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Run it' })
  const output = Object.assign(document.createElement('ol'), { className: 'live' })
  output.setAttribute('aria-live', 'polite')
  sample.after(button, output)
  button.addEventListener('click', async () => {
    list = output
    output.replaceChildren()
    button.disabled = true
    await run(sample.textContent)
    button.disabled = false
    button.focus()
  })
}
