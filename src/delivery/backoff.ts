// How long to wait after a failure.
// Pure: chance and time come in as arguments.

const firstMs = 1000
const longestMs = 300_000
/** What a collector may ask for at most: a mistake of its must not silence a site for days. */
const longestAskedMs = 3_600_000

/** Exponential with full jitter, so that a thousand tabs do not come back at once: 0..1 s, 0..2 s ... 0..5 min. */
export const backoffMs = (attempt: number, random: number): number => 100 + random * Math.min(longestMs, firstMs * 2 ** attempt)

/** `Retry-After` in ms, from seconds or from a date (RFC 9110, 10.2.3); 0 if it says neither. */
export const retryAfterMs = (header: string | null | undefined, now: number): number =>
  Math.min(longestAskedMs, +header! >= 0 ? +header! * 1000 : Math.max(0, Date.parse(header!) - now) || 0)
