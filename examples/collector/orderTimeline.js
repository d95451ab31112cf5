// The order of a person's events.
// Pure.

/**
 * By time, and within one page by position. A device's clock is put right batch by batch, so times of two batches
 * are off by as much as the network's delay varied; the position in the page is exact.
 * @template {{ time: Date, stream: string | null, n: number | null }} T
 * @param {readonly T[]} events
 * @returns {T[]}
 */
export function orderTimeline(events) {
  const byTime = events.toSorted((a, b) => a.time.getTime() - b.time.getTime())
  const queues = new Map(byTime.map((event) => [event.stream, /** @type {T[]} */ ([])]))
  for (const event of byTime) queues.get(event.stream)?.push(event)
  for (const [stream, queue] of queues) if (stream !== null) queue.sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
  return byTime.map((event) => queues.get(event.stream)?.shift() ?? event)
}
