// What PostgreSQL cannot keep is taken out of a JSON value.
// Pure; knows nothing of events.

const maxDepth = 100

/** @param {unknown} value */
export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether a value is nested deeper than 100 levels. Asked first, because everything that recurses over a value from
 * outside, JSON.stringify too, ends in a stack overflow at some depth.
 * @param {unknown} value
 * @returns {boolean}
 */
export function isTooDeep(value, depth = 0) {
  if (typeof value !== 'object' || value === null) return false
  return depth >= maxDepth || Object.values(value).some((child) => isTooDeep(child, depth + 1))
}

/**
 * Text that PostgreSQL takes: it refuses NUL, and half a surrogate pair is no Unicode.
 * @param {string} text
 */
export const cleanText = (text) => text.replaceAll('\u0000', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD')

/**
 * A copy of a value of JSON.parse with clean texts and keys. Not for values that {@link isTooDeep}.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function cleanJson(value) {
  /** @type {(value: any) => any} */
  const clean = (any) => {
    if (typeof any === 'string') return cleanText(any)
    if (Array.isArray(any)) return any.map(clean)
    if (!isRecord(any)) return any
    // fromEntries defines, it does not assign: a key `__proto__` stays a key.
    return Object.fromEntries(Object.entries(any).map(([key, child]) => [cleanText(key), clean(child)]))
  }
  return clean(value)
}
