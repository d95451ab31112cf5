// What IndexedDB has not acknowledged when the page goes: one localStorage entry, merged back by the next page.
// WebKit loses what is written to IndexedDB on the way out and keeps this; the only user of localStorage.

const prefix = (name: string): string => `${name}:spill:`

/** Writes down what is not saved, or takes it away again once it is. Storage refused or full: it stays in memory only. */
export function writeSpill(name: string, stream: string, entries: readonly unknown[]): void {
  try {
    if (entries.length) localStorage.setItem(prefix(name) + stream, JSON.stringify(entries))
    else localStorage.removeItem(prefix(name) + stream)
  } catch {
    // Refused: there is nowhere else to put it.
  }
}

/** All that earlier pages left, by the key it is under; {@link clearSpill} once it is safe. */
export function readSpill(name: string): { readonly at: string; readonly entries: unknown[] }[] {
  try {
    return Object.keys(localStorage)
      .filter((at) => at.startsWith(prefix(name)))
      .map((at) => ({ at, entries: parse(localStorage.getItem(at)) }))
  } catch {
    return []
  }
}

/** Takes away what has been merged. */
export function clearSpill(at: string): void {
  try {
    localStorage.removeItem(at)
  } catch {
    // Refused since: it will be merged again, under the same keys.
  }
}

/** Remembers a refusal where it can be read at once: a page that is left before IndexedDB has answered must know it. */
export function markDenied(name: string, isDenied: boolean): void {
  try {
    if (isDenied) localStorage.setItem(`${name}:denied`, '1')
    else localStorage.removeItem(`${name}:denied`)
  } catch {
    // Refused: IndexedDB remembers it too.
  }
}

/** Whether tracking was refused earlier. */
export function isDenied(name: string): boolean {
  try {
    return localStorage.getItem(`${name}:denied`) !== null
  } catch {
    return false
  }
}

function parse(text: string | null): unknown[] {
  try {
    const entries: unknown = JSON.parse(text ?? '')
    return Array.isArray(entries) ? entries : []
  } catch {
    return []
  }
}
