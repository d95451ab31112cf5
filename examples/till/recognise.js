// Who is served: from what was scanned, typed or read out to an identifier of the present person.
// Must not guess: what is neither a card nor a good code changes nothing.

import { acceptHandoff } from 'throughline/handover'
import { customers } from '../shop/public/customers.js'

/**
 * A code names nobody: it is a claim, so nothing is shown for it.
 * @typedef {{ name: string, detail: string, hint: string }} Served
 */

const refusals = {
  mistyped: 'That is no card and no code of ours. A code has twelve letters and digits; compare them once more.',
  expired: 'This code has expired. The customer can get a new one in the basket.',
}

/**
 * @param {import('throughline').Tracker} tracker
 * @param {string} typed
 * @returns {{ served: Served } | { refusal: string }}
 */
export function recognise(tracker, typed) {
  const customer = customers.find(({ card }) => card === typed.trim().toUpperCase())
  if (customer) {
    tracker.link('loyalty', customer.card)
    const hint = 'What is rung up now is theirs, here, in the shop and in the app.'
    return { served: { name: customer.name, detail: `${customer.plan} · ${customer.card}`, hint } }
  }
  if (/^\s*l-?\d+\s*$/i.test(typed)) return { refusal: 'There is no card with this number.' }
  // A scanner types the whole address of a QR code.
  const code = /[#&?]tl_code=(\w+)/.exec(typed)?.[1] ?? typed
  const answer = acceptHandoff(tracker, code)
  if (answer !== 'accepted') return { refusal: refusals[answer] }
  const letters = code.toUpperCase().replace(/[^\dA-Z]/g, '')
  const detail = `code ${letters.replace(/.{4}(?=.)/g, '$&-')}`
  const hint = 'A code is a claim and no proof: do not show data for it.'
  return { served: { name: 'A visitor of the website', detail, hint } }
}
