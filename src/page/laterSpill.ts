// What another page spills while this one is open: without this it would wait for the next page to load.
// Apart from spill.ts because it is loaded later. Reads nothing: the tracker merges it as it does at its start.

/** So much time a page has to take it back, as one does that was only hidden. */
const takeBackMs = 1000

/** Calls back when a page has left something. */
export function onLaterSpill(name: string, signal: AbortSignal, left: () => void): void {
  const listener = ({ key, newValue }: StorageEvent): void => {
    if (newValue && key?.startsWith(`${name}:spill:`)) setTimeout(left, takeBackMs)
  }
  addEventListener('storage', listener, { signal })
}
