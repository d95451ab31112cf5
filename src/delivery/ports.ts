// What delivery needs of its surroundings, in a page or in a worker.
// Types only.

import type { UseDisk } from '../store/idb.js'
import type { Entry, Key, Store } from '../store/store.js'
import type { DropReason, ErrorSource, Event, Options } from '../types.js'

/** What tabs tell each other: which records are accepted, and which are on their way. */
export type DeliveryMessage = { readonly accepted?: readonly Key[]; readonly busy?: readonly Key[] }

/** The neighbours of the delivery. */
export type DeliveryPorts = {
  readonly disk: UseDisk
  readonly store: Store
  /** Who is asking for the lock. */
  readonly owner: string
  readonly settings: Options & { readonly name: string }
  unsaved(): Entry[]
  now(): number
  isOnline(): boolean
  isNextPageOurs(): boolean
  /** Asks for the service worker, which delivers what this page may not live to deliver. */
  callWorker(): void
  maySend(): boolean | undefined
  tell(message: DeliveryMessage): void
  /** These events are accepted. */
  delivered(events: readonly Event[]): void
  /** Nothing of these records is left to do. */
  settled(keys: readonly Key[]): void
  /** These events are gone for good. */
  dropped(reason: DropReason, events: readonly Event[]): void
  failed(source: ErrorSource, message: string): void
}
