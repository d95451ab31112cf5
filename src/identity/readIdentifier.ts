// The value of an identifier: an e-mail address and a phone number in one spelling.
// Pure. That by default only their digest is kept is the caller's.

import { readId } from './readId.js'

/** What is no address with its host, and no number with its country code (E.164), says nothing about anybody. */
const plain = /^(email:[^\s@]+@[^\s@]+|phone:\+[1-9]\d{6,14})$/
const digest = /^(email|phone):[\da-f]{64}$/

/** How a value is encoded; a digest that a site hands in is taken as one. */
export const encodingOf = (namespace: string, value: string): string | undefined => (digest.test(`${namespace}:${value}`) ? 'sha256' : undefined)

/** Whether it is one that says by itself whose it is. */
export const isPlain = (namespace: string, value: string): boolean => plain.test(`${namespace}:${value}`)

/** The value of an identifier of that namespace. Throws, with the reason, what cannot be one. */
export function readIdentifier(namespace: string, value: unknown): string {
  const id = readId(value)
  if (!/^(email|phone)$/.test(namespace)) return id
  let text = id.toLowerCase().normalize()
  if (encodingOf(namespace, text)) return text
  // The zero in brackets is dialled only at home.
  if (namespace === 'phone') text = text.replace('(0)', '').replace(/[\s\p{P}]/gu, '').replace(/^00/, '+')
  if (!isPlain(namespace, text)) throw new Error(`no ${namespace}, or no country code`)
  return text
}
