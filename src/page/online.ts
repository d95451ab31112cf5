// Whether the browser believes to have a network.
// A hint, never a verdict.

/** False only if the browser is sure to be offline. True proves nothing. */
export const isOnline = (): boolean => navigator.onLine
