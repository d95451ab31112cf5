// One source for "the URL has changed without a new page".
// Owns the patch of `history` where the Navigation API is missing, and takes it back.

type NavigationLike = EventTarget & { readonly currentEntry?: unknown }

/** Calls back after each change of the URL within the page. Returns the undo. */
export function onUrlChange(callback: () => void): () => void {
  let href = location.href
  const check = (): void => {
    if (location.href === href) return
    href = location.href
    callback()
  }
  const { navigation } = window as unknown as { navigation?: NavigationLike }
  if (navigation) {
    // Fires inside pushState and replaceState, also for callers that kept the native functions.
    navigation.addEventListener('currententrychange', check)
    return () => navigation.removeEventListener('currententrychange', check)
  }
  const undo = (['pushState', 'replaceState'] as const).map((name) => {
    const native = history[name]
    const patched = function (this: History, ...args: Parameters<History['pushState']>): void {
      native.apply(this, args)
      check()
    }
    history[name] = patched
    // Somebody may have patched on top of us: then our layer stays, and only stops calling.
    return () => void (history[name] === patched && (history[name] = native))
  })
  // Comes with a changed hash too.
  addEventListener('popstate', check)
  return () => {
    for (const restore of undo) restore()
    removeEventListener('popstate', check)
    callback = () => {}
  }
}
