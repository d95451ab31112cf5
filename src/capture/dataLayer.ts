// What a site says already: to Google's tags in `window.dataLayer`, or in `window.digitalData` (CEDDL 1.0).
// Reads only, past and future; its one patch, of `push`, is taken back. Takes over goods and orders, never people.

import type { Capture } from '../types.js'
import { fromGa4 } from './ga4.js'
import { fromDigitalData } from './digitalData.js'

/** Options of {@link dataLayer}. */
export type DataLayerOptions = {
  /** The name of the array on `window`. Default `dataLayer`. */
  readonly name?: string
}

type Entry = { readonly [key: string]: unknown }

/**
 * Records standard events for what the site pushes to its data layer, `gtag('event', 'purchase', {...})` as well as
 * `dataLayer.push({ event: 'purchase', ecommerce: {...} })`, before and after the start: GA4's events of e-commerce, `sign_up`,
 * `login` and `generate_lead`, under Segment's names (`Order Completed`, `Product Added` ...). What is about one product is
 * recorded once for each. And once, when the page has loaded, what `window.digitalData` says: its `transaction` as `Order
 * Completed`, its `product` as `Product Viewed`. Never: anything else in there, such as users, consent or other tags' settings.
 */
export function dataLayer({ name = 'dataLayer' }: DataLayerOptions = {}): Capture {
  return (tracker) => {
    const page = window as unknown as { [name: string]: unknown }
    const tell = (events: readonly (readonly [name: string, properties: object])[]): void => {
      for (const [event, properties] of events) tracker.track(event, properties as Entry)
    }
    const read = (entry: unknown): void => {
      try {
        const { 0: command, 1: event, 2: said, event: named, ecommerce, ...rest } = entry as Entry
        // gtag pushes its arguments.
        if (command === 'event') tell(fromGa4(`${event as string}`, (said ?? {}) as Entry))
        else if (typeof named === 'string') tell(fromGa4(named, { ...rest, ...(ecommerce as Entry | undefined) }))
      } catch {
        // Whatever it was, it is the site's.
      }
    }
    const layer = (page[name] ??= []) as unknown[]
    if (!Array.isArray(layer)) return () => {}
    const { push } = layer
    const patched = function (this: unknown[], ...entries: unknown[]): number {
      if (!isStopped) entries.forEach(read)
      return push.apply(layer, entries)
    }
    let isStopped = false
    layer.forEach(read)
    layer.push = patched

    const readDigitalData = (): void => {
      try {
        if (page.digitalData) tell(fromDigitalData(page.digitalData as Entry))
      } catch {
        // Not as the specification has it.
      }
    }
    if (document.readyState === 'complete') readDigitalData()
    else addEventListener('load', readDigitalData, { once: true })
    return () => {
      isStopped = true
      // A tag manager may have put its own in place of ours.
      if (layer.push === patched) {
        if (push === Array.prototype.push) delete (layer as { push?: unknown }).push
        else layer.push = push
      }
      removeEventListener('load', readDigitalData)
    }
  }
}
