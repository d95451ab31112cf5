// The life of a page: hidden, leaving, shown again, restored, prerendered, online.
// Never `unload` or `beforeunload`, which would keep the page out of the back/forward cache.

/**
 * Listens until the signal ends it. `hidden`: the page may never run again, so what is done there is done at once; it
 * comes twice for one leaving. `left`: into the back/forward cache or away, so nothing may stay open; comes before
 * `hidden`. `back`: visible or online again; with true when it comes out of the back/forward cache, and then twice, because
 * a page is visible, and may track that, before `pageshow` tells it.
 */
export function onLifecycle(signal: AbortSignal, hidden: () => void, left: () => void, back: (isRestored?: boolean) => void): void {
  const listen = (target: EventTarget, type: string, listener: (event: Event) => void): void =>
    target.addEventListener(type, listener, { signal })
  let isAway = false
  listen(document, 'visibilitychange', () => {
    if (document.hidden) return hidden()
    back(isAway)
    isAway = false
  })
  listen(window, 'pagehide', () => {
    isAway = true
    left()
    hidden()
  })
  listen(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && back(true))
  listen(window, 'online', () => back())
}

/** Calls back once a person really looks at the page: at once, unless it is prerendered. */
export function whenActivated(callback: () => void): void {
  const page = document as Document & { readonly prerendering?: boolean }
  if (page.prerendering) page.addEventListener('prerenderingchange', callback, { once: true })
  else callback()
}
