// When a visit ends besides after a long silence: at midnight, or when another campaign brings the visitor back.
// Decides only; the tracker asks at each event and starts the session.

import { isLanding } from './campaigns.js'

/** Options of {@link newSession}. */
export type NewSessionOptions = {
  /** A new session begins at midnight of the visitor's clock. Default `false`. */
  readonly day?: boolean
  /** A new session begins when a page is reached by a link with `utm_*` or a click id: not by a reload, not by going back. Default `false`. */
  readonly campaign?: boolean
}

/** For the option `session` of `createTracker`: `createTracker({ session: newSession({ day: true, campaign: true }) })`. */
export function newSession({ day, campaign }: NewSessionOptions): (activeAt: number, now: number) => boolean {
  // Now, because routers take the campaign out of the address.
  let isUntold = !!campaign && typeof location !== 'undefined' && isLanding()
  return (activeAt, now) => {
    // Once for each landing: the first event of this document.
    const isNew = isUntold
    isUntold = false
    return isNew || (!!day && new Date(activeAt).toDateString() !== new Date(now).toDateString())
  }
}
