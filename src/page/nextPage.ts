// Whether another page of this site is about to replace this one: it will find the outbox.
// Listens through the Navigation API; where that is missing the answer is always no.

/** A navigation that began longer ago has probably come to nothing: a download, or an answer without content. */
const slowestMs = 10_000

type Navigate = Event & { readonly destination?: { readonly url: string; readonly sameDocument: boolean } }

/** Watches until the signal ends it. */
export function watchNextPage(signal: AbortSignal): () => boolean {
  let movedAt = -slowestMs
  const look = (event: Navigate): void => {
    const { destination } = event
    const isOurs = destination?.url.startsWith(`${location.origin}/`) && !destination.sameDocument
    movedAt = isOurs ? event.timeStamp : -slowestMs
  }
  ;(window as { readonly navigation?: EventTarget }).navigation?.addEventListener('navigate', look, { signal })
  return () => performance.now() - movedAt < slowestMs
}
