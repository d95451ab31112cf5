// What IndexedDB has not acknowledged when the page goes: one localStorage entry, merged back by the next page.
// WebKit loses what is written to IndexedDB on the way out and keeps this; the only user of localStorage in the core.

/** By the name of the storage: to look at it may throw. Without one nothing is kept. */
export type Place = 'localStorage' | 'sessionStorage' | undefined

const open = (place: Place): Storage => window[place as 'localStorage']
const keyOf = (name: string, stream?: string): string => `${name}:spill:${stream}`

/** Writes down what is not saved; with nothing to write, takes it away. Storage refused or full: it stays in memory. */
export function writeSpill(place: Place, name: string, stream: string, entries: readonly unknown[]): void {
  try {
    if (entries.length) open(place).setItem(keyOf(name, stream), JSON.stringify(entries))
    else open(place).removeItem(keyOf(name, stream))
  } catch {
    // There is nowhere else to put it.
  }
}

/** What other pages left, and how to take it away once it is safe. `own`: that stream still has in memory what it wrote. */
export function readSpill(place: Place, name: string, own?: string): { readonly entries: unknown[]; readonly clear: () => void } {
  const entries: unknown[] = []
  const keys: string[] = []
  try {
    const storage = open(place)
    for (const key in storage) {
      if (key !== keyOf(name, own) && key.startsWith(keyOf(name, ''))) {
        keys.push(key)
        entries.push(...(JSON.parse(storage[key]) as unknown[]))
      }
    }
  } catch {
    // Refused, or not of our making: that one is taken away, and the rest is there the next time.
  }
  return { entries: entries.filter((entry) => (entry as unknown[][] | null)?.[0]?.[0]), clear: () => keys.forEach((key) => open(place).removeItem(key)) }
}
