// The figures of a collector: what was asked, what became of it, how long it took, what it holds.
// Only names and sums; how they are written is in createMetrics.js.
import { createMetrics } from './createMetrics.js'

/**
 * @typedef {ReturnType<typeof countRequests>} Counts
 * @param {{ budget: import('./createBudget.js').Budget, waiting: () => number }} collector
 */
export function countRequests({ budget, waiting }) {
  const metrics = createMetrics()
  const requests = metrics.counter('throughline_requests', 'Requests that brought events, by the status of the answer; 0 is none.')
  const events = metrics.counter('throughline_events', 'Events, by what became of them.')
  const bytes = metrics.counter('throughline_received_bytes', 'Bytes of bodies as sent.')
  const answer = metrics.histogram('throughline_answer_seconds', 'From the first byte of the body to the answer.')
  metrics.gauge('throughline_held_bytes', 'Bytes of bodies in memory.', budget.held)
  metrics.gauge('throughline_waiting_batches', 'Batches that wait for a transaction.', waiting)
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage().rss)
  metrics.gauge('process_start_time_seconds', 'When the process began, in seconds since 1970.', () => Math.round(performance.timeOrigin / 1000))
  return {
    text: metrics.text,
    /** @param {{ status: number, sentBytes: number, seconds: number }} request */
    asked(request) {
      requests({ status: request.status })
      bytes({}, request.sentBytes)
      answer(request.seconds)
    },
    /** @param {{ stored: number, repeated: number, erased: number, rejected: number }} outcomes */
    became(outcomes) {
      for (const [outcome, count] of Object.entries(outcomes)) if (count > 0) events({ outcome }, count)
    },
  }
}
