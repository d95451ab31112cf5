// The life of a page: hidden, leaving, shown again, restored, prerendered, online.
// The events that can be counted on, see https://developer.chrome.com/docs/web-platform/page-lifecycle-api; never
// `unload` or `beforeunload`, which would keep the page out of the back/forward cache.

/** What {@link onLifecycle} tells. */
export type LifecycleHandlers = {
  /** The page may never run again: everything that is done here is done at once. May be called twice for one leaving. */
  hidden(): void
  /** The page is going into the back/forward cache or away: nothing may stay open. Follows `hidden`. */
  left(): void
  visible(): void
  /** Back from the back/forward cache. */
  restored(): void
  online(): void
}

/** Listens until the returned undo is called. */
export function onLifecycle({ hidden, left, visible, restored, online }: LifecycleHandlers): () => void {
  const ended = new AbortController()
  const options = { signal: ended.signal, capture: true }
  document.addEventListener('visibilitychange', () => (document.hidden ? hidden() : visible()), options)
  addEventListener(
    'pagehide',
    () => {
      hidden()
      left()
    },
    options,
  )
  addEventListener('pageshow', (event) => event.persisted && restored(), options)
  addEventListener('online', online, options)
  return () => ended.abort()
}

/** Calls back once a person really looks at the page: at once, unless it is prerendered. */
export function whenActivated(callback: () => void): void {
  const page = document as Document & { readonly prerendering?: boolean }
  if (page.prerendering) page.addEventListener('prerenderingchange', callback, { once: true })
  else callback()
}
