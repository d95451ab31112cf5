// One interaction, as everything in this room sees it: small, and the same whether it was tracked here or came from the site's server.
// Pure.

import type { Event, Json } from '../types.js'

/** Something that happened between the customer and the business. */
export type Interaction = {
  /** The event's id; of what the server knows, any id that stays the same. */
  readonly id: string
  /** Epoch ms. */
  readonly time: number
  /** The name of a `track` or `page`; of other events their type. */
  readonly name: string
  readonly channel: string
  readonly touchpoint?: string
  readonly session?: string
  /** What was said: the properties, or the traits of an `identify`. */
  readonly properties?: { readonly [key: string]: Json }
  /** Who told: this browser, or the site's server by `hydrate()`. */
  readonly source?: 'browser' | 'server'
}

/** What an interaction may carry along, in characters of JSON; of more only the short values are kept. */
const maxProperties = 2000

/** The interaction that an event is. A page goes by `page`, its name is in the properties. */
export function toInteraction({ id, type, name, properties, traits, time, identity, channel, touchpoint }: Event): Interaction {
  const said: { [key: string]: Json } = { ...properties, ...traits }
  if (type === 'page' && name) said['name'] ??= name
  const isLong = JSON.stringify(said).length > maxProperties
  const kept = Object.entries(said).filter(([, value]) => !isLong || (typeof value !== 'object' && `${value}`.length < 100))
  return {
    id,
    time,
    name: type === 'track' ? (name ?? '') : type,
    channel,
    ...(touchpoint && { touchpoint }),
    ...(identity.sessionId && { session: identity.sessionId }),
    ...(kept.length > 0 && { properties: Object.fromEntries(kept) }),
    source: 'browser',
  }
}
