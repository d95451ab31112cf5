// Visitors whom another library has known keep their id: taken over once, when this browser has nobody of ours yet.
// Knows the tracker by its type only. Never replaces a visitor of ours, and never comes back after a logout or a refusal.

import { createIdCookie } from '../page/cookie.js'
import type { Capture, Options } from '../types.js'
import { createNote } from './note.js'
import { type OldId, type OldLibrary, readOldIds } from './readOldIds.js'

/** Options of {@link takeOver}. */
export type TakeOverOptions = {
  /** The libraries that the site used before, the most trusted first. */
  readonly from?: readonly OldLibrary[]
  /** An id that the site itself has kept; it comes before all others. */
  readonly anonymousId?: string | undefined
  /** As `createTracker` has it, or {@link TakeOverOptions.name}. */
  readonly writeKey?: string
  /** As `createTracker` has it. */
  readonly name?: string
  /** As `createTracker` has it. With `false` nothing is taken over: nobody could tell whether it has been done. */
  readonly cookie?: Options['cookie']
  /** Whether a customer whom the first library still knows is logged in here too, by `identify()`. Default `false`. */
  readonly userId?: boolean
}

const uuid = /^(?!0{8})[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
/** An id of ours says when it was minted: an older one belongs to a visitor of ours. */
const newForMs = 60_000
const isNew = (id: string): boolean => Math.abs(Date.now() - Number.parseInt(id.replace('-', '').slice(0, 12), 16)) < newForMs

/**
 * Put it first in `capture`. The first id that is a UUID becomes the anonymous id, before anything is said of anybody; all the
 * others are linked: by `link('anonymous', id)`, the client id of Google Analytics by `link('ga_client_id', id)`. It waits for
 * consent, reads what the other libraries have stored and leaves it as it is.
 */
export function takeOver(options: TakeOverOptions): Capture {
  const { from = [], anonymousId: given, writeKey = '', name = `throughline-${writeKey}`, userId: isKnown } = options
  return (tracker) => {
    const cookie = createIdCookie(name, options.cookie)
    // The cookie alone says too little: a site that logs somebody out may have the browser clear it, and a refusal does.
    const note = createNote(`${name}:taken`)
    let isDone = cookie() !== undefined || note.isThere()
    const stops = [
      // Who has refused is not to be known again.
      tracker.on('consent', ({ analytics }) => (isDone ||= analytics === 'denied')),
      tracker.on('identity', ({ anonymousId: minted, userId }) => {
        if (isDone || !minted) return
        isDone = true
        note.write()
        // In another tab, or where the cookie alone was lost, somebody of ours is here already.
        if (cookie() || userId || !isNew(minted)) return
        const old: Partial<OldId>[] = readOldIds(from)
        if (given) old.unshift({ anonymousId: given })
        const kept = old.find(({ anonymousId }) => uuid.test(anonymousId!))
        // The tracker follows this cookie next, as on a subdomain, and has not stamped anything yet.
        const id = kept?.anonymousId
        if (id) cookie(id)
        queueMicrotask(() => {
          const present = tracker.identity().anonymousId
          // Where nothing may outlive the tab, it has not followed; where cookies are refused, nobody would know the next time.
          if (!present || cookie() !== present) {
            if (id) cookie('')
            return note.remove()
          }
          for (const { library, anonymousId } of old)
            if (anonymousId !== present) tracker.link(library === 'ga' ? 'ga_client_id' : 'anonymous', anonymousId!)
          const known = kept?.userId
          if (isKnown && known && !tracker.identity().userId) tracker.identify(known)
        })
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }
}
