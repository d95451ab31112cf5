// The code with which a visitor goes on at the till or on the phone, as the person who filled this basket.
// Must not need a login: that is the point of it.

import { byId } from './byId.js'

// `throughline/handover` as the shop's server has it; loaded when somebody wants a code, and not before.
const library = '/handover.js'

export function handoffCode() {
  byId('handoff').addEventListener('click', async () => {
    /** @type {typeof import('throughline/handover')} */
    const { handoff } = await import(library)
    // Both sides write the code down; the collector makes one person of them.
    const given = handoff(window.throughline)
    byId('code').textContent = given?.code ?? ''
    const until = given && new Date(given.expiresAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    byId('code-hint').textContent = until ? `Good until ${until}.` : 'There is no code without measuring.'
  })
}
