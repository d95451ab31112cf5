// What delivery needs of its surroundings, in a page or in a worker.
// Types only.

import type { Outbox } from '../outbox/outbox.js'
import type { UseDisk } from '../store/idb.js'
import type { Key, Store } from '../store/store.js'
import type { ErrorSource, Options, TrackerEvents } from '../types.js'

/** What tabs tell each other: which records are accepted, and which are on their way. */
export type DeliveryMessage = { readonly accepted?: readonly Key[]; readonly busy?: readonly Key[] }

/** What the delivery of a page and that of a worker need alike. */
export type FlushPorts = {
  /** Who is asking for the lock. */
  readonly ids: { readonly stream: string }
  readonly disk: UseDisk
  readonly store: Store
  readonly settings: Options & { readonly name: string }
  readonly outbox: Pick<Outbox, 'put' | 'saved' | 'unsaved' | 'forget'>
  readonly channel: { post(message: DeliveryMessage): void }
  now(): number
  /** Whether anything may be sent. */
  gate(): boolean | undefined
  emit<K extends 'delivered' | 'dropped'>(type: K, detail: TrackerEvents[K]): void
  failed(source: ErrorSource, message: string): void
  /** Asks for the service worker, which delivers what this page may not live to deliver. */
  callWorker(): void
}

/** What the delivery of a page needs of the tracker. */
export type PagePorts = Omit<FlushPorts, 'callWorker'>

/** The neighbours of the delivery. */
export type DeliveryPorts = FlushPorts & {
  isOnline(): boolean
  isNextPageOurs(): boolean
}
