// How long to wait after a failure.
// Pure: chance and time come in as arguments.

const firstMs = 1000
const longestMs = 300_000
/** What a collector may ask for at most: a mistake of its must not silence a site for days. */
const longestAskedMs = 3_600_000

/** Exponential with full jitter, so that a thousand tabs do not come back at once: 0..1 s, 0..2 s ... 0..5 min. */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20))) + 100
}

/** `Retry-After` in ms, from seconds or from a date (RFC 9110, 10.2.3); `undefined` if it says neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (!header) return undefined
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestAskedMs)
}
