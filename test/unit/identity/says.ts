// Statements for the tests of the graph, in few words, and people as lists of texts.
// Judges nothing; ids and times count up, so that what is said first is first.
import { resolve, type Detach, type Identifier, type Link, type Rules, type Statement } from '../../../src/identity/index.js'

export const id = (namespace: string) => (value: string): Identifier => ({ namespace, value })
export const anon = id('anonymous')
export const user = id('user')
export const email = id('email')
export const card = id('loyalty')

let count = 0
const next = () => ({ id: `l${String(++count).padStart(4, '0')}`, time: count, authority: 'claim' as const })
export const says = (a: Identifier, b: Identifier, more: Partial<Link> = {}): Link => ({ ...next(), a, b, reason: 'login', ...more })
export const verified = { authority: 'verified' } as const
export const merge = (a: Identifier, b: Identifier, more: Partial<Link> = {}) => says(a, b, { reason: 'merge', ...more })
export const takesOff = (detach: Identifier, from: Identifier, more: Partial<Detach> = {}): Detach => ({ ...next(), detach, from, ...more })

export const persons = (statements: readonly Statement[], rules?: Rules): string[][] =>
  resolve(statements, rules).persons.map(({ identifiers }) => identifiers.map(({ namespace, value }) => `${namespace}:${value}`)).sort()
