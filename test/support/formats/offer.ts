// Offers events to a format as a flush does: as many as it takes, and the halves of what it cannot encode.
// Must not send anything.
import type { Event, Format, FormatRequest } from '../../../src/types.js'

export type Offered = {
  readonly requests: readonly { readonly request: FormatRequest; readonly events: readonly Event[] }[]
  readonly refused: readonly { readonly event: Event; readonly why: string }[]
}

export function offer(format: Format, events: readonly Event[], sentAt: number): Offered {
  const requests: { request: FormatRequest; events: readonly Event[] }[] = []
  const refused: { event: Event; why: string }[] = []
  const deliver = (some: readonly Event[]): void => {
    try {
      requests.push({ request: format.encode(some, sentAt), events: some })
    } catch (cause) {
      const half = some.length >> 1
      if (!half) return void refused.push({ event: some[0]!, why: `${cause}` })
      deliver(some.slice(0, half))
      deliver(some.slice(half))
    }
  }
  for (let i = 0; i < events.length; i += format.maxEvents) deliver(events.slice(i, i + format.maxEvents))
  return { requests, refused }
}
