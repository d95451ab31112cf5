// The verdict on a visit: is anything missing, is anything double, whose is it.
// Pure: lists in, verdict out. It believes no side alone: pages, collector and visitor must agree.

/**
 * @typedef {{ id: string, type: string, name: string | null, stream: string | null, n: number | null,
 *   deliveries: number }} Stored
 */

/**
 * @param {object} visit
 * @param {readonly import('./note.js').Noted[]} visit.noted what the pages say that they tracked
 * @param {readonly Stored[]} visit.stored what the collector has, by time
 * @param {readonly string[]} visit.done the names of what the visitor did, in order
 * @param {readonly { missingCount: number }[]} visit.streams the collector's own count of gaps
 * @param {readonly { id: string }[]} visit.people
 */
export function judge({ noted, stored, done, streams, people }) {
  const storedIds = new Set(stored.map(({ id }) => id))
  const notedIds = new Set(noted.map(({ id }) => id))
  const lost = noted.filter(({ id }) => !storedIds.has(id))
  const gaps = streams.reduce((sum, { missingCount }) => sum + missingCount, 0)
  // Mostly two views of the same loss, so they are not added up.
  const missing = Math.max(lost.length, gaps)

  // What no page tracked, or a second event in one place of a page's line: one thing counted twice.
  const strangers = stored.filter(({ id }) => !notedIds.has(id))
  const places = new Set(stored.map(({ id, stream, n }) => (stream === null ? id : `${stream} ${n}`)))
  const double = strangers.length + stored.length - places.size

  // The tracker may be wrong about what it tracked; what the visitor did is known without it.
  const arrived = stored.flatMap(({ type, name }) => (type === 'track' && name && done.includes(name) ? [name] : []))
  const asDone = arrived.length === done.length && arrived.every((name, index) => name === done[index])

  return {
    good: missing === 0 && double === 0 && people.length === 1 && asDone && stored.length > 0,
    missing,
    lost,
    double,
    strangers,
    people: people.length,
    asDone,
    arrived,
    /** Came again over the wire, was known by its id, and counted once. */
    repeats: stored.reduce((sum, { deliveries }) => sum + deliveries - 1, 0),
  }
}
