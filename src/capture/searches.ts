// What visitors search for on the site, and whether they find anything.
// Reads one parameter of the address, because the library keeps no query of it otherwise.

import type { Capture } from '../types.js'
import { clean } from './clean.js'
import { listen } from './listen.js'
import { onRoute } from './onRoute.js'

/** Options of {@link searches}. */
export type SearchesOptions = {
  /** The parameters of the address that hold what was searched for. Default `q`, `query`, `search`, `s`. */
  readonly parameters?: readonly string[]
  /** How many results the page shows: a function, or a selector of what is one result. Default: not counted. */
  readonly results?: string | (() => number | undefined)
  /** The results are counted so long after the page was there, in ms, or when it is left before. Default 1,000. */
  readonly settleMs?: number
}

/**
 * Records `Products Searched` for each search that has an address: the `query`, without e-mails and long numbers and at most 80
 * characters, and the number of `results`, if the options say how to count: 0 is a search that found nothing.
 */
export function searches({ parameters = ['q', 'query', 'search', 's'], results, settleMs = 1000 }: SearchesOptions = {}): Capture {
  return (tracker) => {
    let waiting: ReturnType<typeof setTimeout> | undefined
    let query: string | undefined
    const read = (): string | undefined => {
      // A router may keep its route, and with it the query, in the hash.
      const all = [new URL(location.href).searchParams, new URLSearchParams(location.hash.split('?')[1])]
      return all.flatMap((each) => parameters.map((name) => clean(each.get(name)))).find(Boolean)
    }
    const tell = (): void => {
      clearTimeout(waiting)
      if (!waiting) return
      waiting = undefined
      let count: number | undefined
      try {
        count = typeof results === 'function' ? results() : results ? document.querySelectorAll(results).length : undefined
      } catch {
        // The count is the site's; without it the search is told all the same.
      }
      tracker.track('Products Searched', { query, results: count })
    }
    const look = (): void => {
      const next = read()
      if (next === query) return
      tell()
      query = next
      if (query) waiting = setTimeout(tell, settleMs)
    }
    look()
    const undo = [onRoute(tracker, () => queueMicrotask(look)), listen(tracker, 'pagehide', tell), () => clearTimeout(waiting)]
    return () => undo.forEach((stop) => stop())
  }
}
