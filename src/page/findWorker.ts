// Asks the browser to wake the site's own service worker once there is a network (Background Sync).
// Never registers a worker; where there is none, or no Background Sync, nothing happens.

/** https://wicg.github.io/background-sync/spec/ */
type SyncManager = { register(tag: string): Promise<void> }

/** Looks for the worker, and returns how to ask: without waiting, because the page may be leaving, and without errors. */
export function findWorker(tag: string): () => void {
  const find = async (): Promise<SyncManager | undefined> =>
    ((await navigator.serviceWorker.ready) as { readonly sync?: SyncManager }).sync
  // Missing on insecure pages, refused in sandboxed ones; pending for as long as the site has no worker.
  const found = find().catch(() => undefined)
  return () => void found.then((sync) => sync?.register(tag)).catch(() => {})
}
