// What is probably a mistake in an event, in sentences for the one who wrote the call.
// Pure.

import type { Event } from '../types.js'

/** Sentences about one event; none if it is fine. */
export type Validate = (event: Event) => readonly string[]

const amounts = /^(price|total|revenue|value|quantity|discount|tax|shipping)$/
const looksLikeId = /\d{4,}|[\da-f]{8}-[\da-f]{4}/i
const address = /[\w.+-]+@[\w-]+\.\w+/

/** The checks that the overlay makes by itself. */
export const validate: Validate = ({ type, name, properties = {}, cut = [] }) => [
  ...cut.map((what) => `Cut: ${what}.`),
  ...(type === 'track' && !name ? ['The event has no name.'] : []),
  ...(type === 'track' && name && looksLikeId.test(name) ? ['The name holds an id: put it into the properties, or there will be as many names as ids.'] : []),
  ...Object.entries(properties).flatMap(([key, value]) => [
    ...(amounts.test(key) && typeof value === 'string' ? [`${key} is a text: give a number, or nobody can add it up.`] : []),
    ...(typeof value === 'string' && address.test(value) && type === 'track' ? [`${key} looks like an e-mail address: use link('email', ...), which keeps only its SHA-256.`] : []),
  ]),
  ...('currency' in properties || !Object.keys(properties).some((key) => /^(price|total|revenue)$/.test(key)) ? [] : ['An amount without a currency.']),
]
