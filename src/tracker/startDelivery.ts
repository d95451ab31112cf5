// The second half of the wiring, loaded once the first events are on disk: delivery, connected to the page.
// A part of its own, so that it does not delay the page; until it is there, events wait on disk.

import { createDelivery, type Delivery } from '../delivery/delivery.js'
import type { PagePorts } from '../delivery/ports.js'
import { findWorker } from '../page/findWorker.js'
import { watchNextPage } from '../page/nextPage.js'
import { isOnline } from '../page/online.js'

/** What delivery needs of the tracker. */
export type TrackerCore = PagePorts & { readonly signal: AbortSignal }

/** Connects delivery to the page. */
export const startDelivery = (core: TrackerCore): Delivery =>
  createDelivery({ ...core, isOnline, isNextPageOurs: watchNextPage(core.signal), callWorker: findWorker(core.settings.name) })
