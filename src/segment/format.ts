// The wire format of the facade: Segment's, with what its calls can say and the tracker has no word for.
// Pure. What a call has said besides travels on the event, as `segmentCall`, which is stored, and is put where Segment expects it.

import { segment } from '../formats/segment.js'
import type { Event, Format } from '../types.js'
import type { Message } from './readArguments.js'

/** What a message holds besides what the tracker takes. */
export type Extras = Partial<Pick<Message, 'type' | 'category' | 'context' | 'integrations' | 'userId'>> & {
  readonly timestamp?: string
  readonly traits?: { readonly [key: string]: unknown }
}

/** An event that carries them. */
export type SaidEvent = Event & { readonly segmentCall?: Extras }

type Item = { [key: string]: any } // oxlint-disable-line typescript/no-explicit-any -- JSON of another's shape

/** The format; `url` is the batch endpoint. */
export function segmentFormat(url: string, writeKey: string): Format {
  const inner = segment({ url, writeKey })
  return {
    ...inner,
    encode(events, sentAt, ledger) {
      const request = inner.encode(events, sentAt, ledger)
      const body = JSON.parse(request.body) as { batch: Item[] }
      body.batch.forEach((item, i) => dress(item, events[i] as SaidEvent))
      return { ...request, body: JSON.stringify(body) }
    },
  }
}

function dress(item: Item, { type, name, segmentCall = {}, context: { page } }: SaidEvent): void {
  const { context, type: as = type, ...extras } = segmentCall
  Object.assign(item, extras, { integrations: extras.integrations ?? {} })
  const ownPage = { path: page.path, referrer: page.referrer ?? '', search: new URL(page.url).search, title: page.title ?? '', url: page.url }
  item.context = { ...item.context, ...context, page: { ...ownPage, ...(context?.page as object) } }
  if (as === 'page' || as === 'screen') {
    item.type = as
    item.name = name
    if (as === 'page') item.properties = { ...ownPage, ...item.properties }
  }
  // Who and whom are in fields of their own.
  if (type === 'merge') delete item.properties
  // Traits of nobody known: the tracker has tracked them.
  if (as === 'identify' && type === 'track') {
    Object.assign(item, { type: as, traits: item.properties })
    delete item.event
    delete item.properties
  }
}
