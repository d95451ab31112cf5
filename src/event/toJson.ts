// Anything a caller hands in, as JSON text; what cannot be kept is cut and named.
// Pure, and never throws: cycles, getters, Proxies, DOM nodes and huge values all end here.

/** Deeper than any event we have seen; shallow enough that a hostile value costs nothing. */
const maxDepth = 8
/** Characters of one string. */
const maxText = 8192
/** Characters of the whole value: collectors refuse events above 32 kB. */
const maxTotal = 30_000
const maxCuts = 10

/** The JSON text of a value. `cut` gets one `key: reason` for each thing left out. */
export function toJson(value: unknown, cut: string[]): string | undefined {
  const above: unknown[] = []
  let room = maxTotal
  const leaveOut = (key: string, reason: string): undefined => {
    if (cut.length < maxCuts) cut.push(`${key || 'value'}: ${reason}`)
  }
  /** For `JSON.stringify`: `this` is what holds the value, and tells how far we have come back up. */
  function keep(this: unknown, key: string, value: unknown): unknown {
    room -= key.length + 4
    if (typeof value === 'bigint') value = `${value}`
    if (typeof value === 'string') {
      const kept = value.slice(0, Math.max(0, Math.min(maxText, room)))
      if (kept !== value) leaveOut(key, 'too long')
      room -= kept.length
      return kept
    }
    // Next to all values are done by now.
    if (room > 0 && (typeof value === 'boolean' || value == null || Number.isFinite(value))) return value
    while (above.length && above.at(-1) !== this) above.pop()
    const kind = Object.prototype.toString.call(value).slice(8, -1)
    if (kind === 'Error') return `${value as Error}`
    // DOM nodes, windows, Maps, functions: their own properties say nothing, or far too much. And two keys through which
    // a careless merge at the other end would reach a prototype.
    const isPlain = (kind === 'Object' || kind === 'Array') && key !== '__proto__' && key !== 'constructor'
    if (!isPlain) return leaveOut(key, kind)
    if (room < 0 || above.includes(value) || above.push(value) > maxDepth) return leaveOut(key, 'circular or too large')
    return value
  }
  try {
    return JSON.stringify(value, keep)
  } catch {
    // A getter, a Proxy or a toJSON threw: then property by property, and only the culprit is lost.
  }
  try {
    const parts = Object.keys(value as object).map((key) => {
      try {
        const text = JSON.stringify((value as { [key: string]: unknown })[key], keep)
        return text && `${JSON.stringify(key)}:${text}`
      } catch {
        return leaveOut(key, 'threw')
      }
    })
    return `{${parts.filter(Boolean)}}`
  } catch {
    return leaveOut('', 'threw')
  }
}
