// Messages of the Segment API as calls of the tracker, and who is here in the words of analytics.js.
// Identity is the tracker's alone: what is added here is forgotten with the page.

import type { Event, Tracker } from '../types.js'
import type { Extras, SaidEvent } from './format.js'
import type { Bag, Message } from './readArguments.js'

/** What {@link createMessages} returns. */
export type Messages = {
  /** Hands a message to the tracker; the event's id, or nothing if it was refused. */
  send(message: Message): string
  /** Puts on the event what the tracker has no word for. */
  step(event: Event): SaidEvent
  user: {
    id(): string | null
    anonymousId(id?: string): string | null
    traits(traits?: Bag): { [key: string]: unknown }
  }
  /** Somebody else is here. */
  forget(): void
}

/** Creates the messages of one page. */
export function createMessages(trackerOf: () => Tracker | undefined): Messages {
  let saying: Extras | undefined
  /** Calls that the tracker holds: their step comes later. */
  const held = new Map<string, Extras>()
  /** Traits of somebody who is not known yet: the tracker keeps those of customers only. */
  let mine: Bag = {}
  /** Who was named a moment ago: the tracker knows once storage has been read. */
  let named: string | null | undefined

  const user: Messages['user'] = {
    id: () => (named !== undefined ? named : trackerOf()?.identity().userId) ?? null,
    anonymousId(id) {
      const present = trackerOf()?.identity().anonymousId ?? null
      if (id && id !== present) trackerOf()?.link('anonymous', id)
      return present
    },
    traits(traits) {
      if (traits) mine = { ...mine, ...traits }
      return { ...trackerOf()?.identity().traits, ...mine }
    },
  }
  const call = (tracker: Tracker, message: Message): string => {
    const { type, event = '', name, properties, traits, userId, groupId, previousId } = message
    if (type === 'track') return tracker.track(event, properties)
    if (type === 'page' || type === 'screen') return tracker.page(name, properties)
    if (type === 'group') return tracker.group(groupId as string, traits)
    if (type === 'alias') return tracker.merge((previousId ?? user.id() ?? user.anonymousId()) as string, userId as string)
    if (userId) {
      const id = tracker.identify(userId, traits)
      // Refused, or known already: of those who ask for it, a second time is said too.
      if (id || tracker.identity().userId !== userId) {
        if (id) [named, mine] = [userId, {}]
        return id
      }
    } else mine = { ...mine, ...traits }
    return tracker.track(type, traits)
  }
  return {
    user,
    step(event) {
      const said = saying ?? held.get(event.id)
      saying = undefined
      held.delete(event.id)
      return said ? { ...event, segmentCall: said } : event
    },
    send(message) {
      const tracker = trackerOf()
      const { type, category, context, integrations, timestamp } = message
      const extras: Extras = { type, context, integrations, ...(category !== undefined && { category }), ...(timestamp && { timestamp: new Date(timestamp).toISOString() }) }
      saying = extras
      const id = tracker ? call(tracker, message) : ''
      if (saying && id) held.set(id, extras)
      saying = undefined
      return id
    },
    forget() {
      mine = {}
      named = null
    },
  }
}
