// A token in the address of a page that opens: judged once, and then a link between two visitors, or an error.
// Never changes who is here: it only says that the visitor there is the same.

import { tellError } from '../lib/tellError.js'
import type { Tracker } from '../types.js'
import { type Links, linkParameter } from './createLinks.js'
import { isFresh, readToken, tokenLifeMs } from './linkToken.js'
import { takeParameter } from './urlParameter.js'
import { forgetUsed, useOnce } from './usedTokens.js'

/** Takes the token out of the address bar, and accepts it once it is known who is here. Returns the undo. */
export function acceptLink(tracker: Tracker, { isOther, isAllowed }: Links): () => void {
  const stops = [tracker.on('consent', ({ analytics }) => analytics === 'denied' && forgetUsed())]
  const stop = (): void => stops.splice(0).forEach((each) => each())
  const text = takeParameter(linkParameter)
  if (text === undefined || !isAllowed()) return stop

  const token = readToken(text)
  const fault = !token
    ? 'is malformed'
    : !isFresh(token, Date.now())
      ? 'has expired'
      : !isOther(document.referrer)
        ? `came from ${document.referrer ? new URL(document.referrer).origin : 'nowhere'}, which is none of the configured domains`
        : undefined
  if (!token || fault) {
    tellError(tracker, new Error(`The token of a link between domains ${fault}: nobody was linked.`))
    return stop
  }

  let isDone = false
  /** There is nobody before storage has been read and consent was given; until then nothing is written down. */
  const accept = (): void => {
    const { anonymousId } = tracker.identity()
    if (!anonymousId || isDone) return
    isDone = true
    // On subdomains that share the cookie it is the same visitor already.
    if (anonymousId === token.anonymousId) return
    if (useOnce(token.nonce, token.time + tokenLifeMs, Date.now())) tracker.link('anonymous', token.anonymousId)
    else tellError(tracker, new Error('The token of a link between domains has been used, or there is no storage to remember that: nobody was linked.'))
  }
  accept()
  // Not at once: the visitor who was stored may give way to the one in the cookie within the same task.
  if (!isDone) stops.push(() => (isDone = true), tracker.on('identity', () => queueMicrotask(accept)))
  return stop
}
