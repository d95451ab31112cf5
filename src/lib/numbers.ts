// The numbers among the options, with their defaults.
// For the page and the worker.

export const numbers = {
  /** The longest a new event waits in an open, online page. */
  flushDelayMs: 5000,
  /** A request without an answer is ended after this long. */
  timeoutMs: 15_000,
  sessionTimeoutMs: 1_800_000,
}
