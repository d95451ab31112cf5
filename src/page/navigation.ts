// One source for "the URL has changed without a new page".
// Owns the patch of `history` where the Navigation API is missing, and takes it back.

/** Calls back after each change of the URL within the page. Returns the undo. */
export function onUrlChange(callback: () => void): () => void {
  let href = location.href
  const check = (): void => {
    if (location.href === href) return
    href = location.href
    callback()
  }
  const end = new AbortController()
  const { signal } = end
  const { navigation } = window as unknown as { navigation?: EventTarget }
  // Fires inside pushState and replaceState, also for callers that kept the native functions.
  if (navigation) navigation.addEventListener('currententrychange', check, { signal })
  else {
    for (const name of ['pushState', 'replaceState'] as const) {
      const native = history[name]
      const patched = function (this: History, ...args: Parameters<History['pushState']>): void {
        native.apply(this, args)
        if (!signal.aborted) check()
      }
      history[name] = patched
      // Somebody may have patched on top of us: then our layer stays, and only stops calling.
      signal.addEventListener('abort', () => history[name] === patched && (history[name] = native))
    }
    // Comes with a changed hash too.
    addEventListener('popstate', check, { signal })
  }
  return () => end.abort()
}
