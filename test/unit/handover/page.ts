// A tracker that takes notes, and a page at any address with any referrer: what the tests of this room share.
// Must not judge anything.
import { vi } from 'vitest'
import type { Identity, Tracker, TrackerEvents } from '../../../src/types.js'

export const here = 'https://shop.example'
export const there = 'https://help.example'
export const me = '0190a6e0-0000-7000-8000-00000000000a'
export const other = '0190a6e0-0000-7000-8000-00000000000b'

type Listeners = { [K in keyof TrackerEvents]?: Set<(detail: TrackerEvents[K]) => void> }

/** A tracker as this room sees it: errors are reported as the real one does, by reading the name it was handed. */
export function createTracker(anonymousId: string | undefined = me) {
  const listeners: Listeners = {}
  const errors: string[] = []
  const links: string[][] = []
  let identity: Identity = { ...(anonymousId && { anonymousId }), userId: 'customer-1001', identifiers: {}, traits: {} }
  const tracker = {
    link: (namespace: string, value: string) => (links.push([namespace, value]), 'id'),
    track(name: string) {
      try {
        throw new Error(`tracked ${name}`)
      } catch (cause) {
        errors.push((cause as Error).message)
        return ''
      }
    },
    identity: () => identity,
    on(type: keyof TrackerEvents, listener: never) {
      const all = ((listeners as { [type: string]: Set<unknown> })[type] ??= new Set())
      all.add(listener)
      return () => void all.delete(listener)
    },
  } as unknown as Tracker
  return {
    tracker,
    links,
    errors,
    listeners,
    becomes(next: string) {
      identity = { ...identity, anonymousId: next }
      listeners.identity?.forEach((listener) => listener(identity))
    },
    denies: () => listeners.consent?.forEach((listener) => listener({ analytics: 'denied' })),
  }
}

/** Puts the page at an address. */
export function arriveAt(url: string, referrer = `${there}/`): void {
  ;(globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url)
  vi.spyOn(document, 'referrer', 'get').mockReturnValue(referrer)
}

/** What is refused is told a moment later. */
export const told = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
