// What several systems ask of an event in the same words.
// Pure.

import type { Event, Json } from '../types.js'

/** What a system has no field for, under one name of our own: a collector can tell from it which events it never got. */
export const extraOf = ({ stream, n, channel, touchpoint, cut, consent, identity }: Event): { readonly [key: string]: unknown } => ({
  stream,
  n,
  sessionId: identity.sessionId,
  channel,
  touchpoint,
  cut,
  consent,
  identifiers: identity.identifiers,
})

/** When an id was made: a UUIDv7 begins with its time in ms. `undefined` without one. */
export const timeOf = (id?: string): number | undefined => (id ? Number.parseInt(id.replace('-', '').slice(0, 12), 16) : undefined)

/** What the request of a person to be forgotten is called where there is no other word for it: to delete takes a secret. */
export const forgotten = 'Person Forgotten'

/** What a table has of its own under a name that a visitor's page may have chosen: `constructor` is one, too. */
export const own = <T>(table: { readonly [name: string]: T }, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined)

/** The `utm_*` parameters under their own names. */
export const utmOf = ({ context }: Event): { [key: string]: string } =>
  Object.fromEntries(Object.entries(context.campaign ?? {}).map(([key, value]) => [`utm_${key}`, value]))

/** Width and height as most systems write them. */
export const sizeOf = (size?: { readonly width: number; readonly height: number }): string | undefined =>
  size && `${size.width}x${size.height}`

/** The host of an address; nothing for what is none. */
export const hostOf = (url = ''): string | undefined => /^\w+:\/\/([^/?#]+)/.exec(url)?.[1]

/** What a system that takes no lists and objects gets in their place. */
export const toScalar = (value: Json): string | number | boolean =>
  typeof value === 'object' ? JSON.stringify(value) : value
