// Anything a caller hands in, as JSON text; what cannot be kept is cut and named.
// Pure, and never throws: cycles, getters, Proxies, DOM nodes and huge values all end here.

/** Deeper than any event we have seen; shallow enough that a hostile value costs nothing. */
const maxDepth = 8
/** Characters of one string. */
const maxText = 8192
/** Bytes of the whole value: collectors refuse events above 32 kB. */
const maxTotal = 30_000
const maxCuts = 10
/** Values looked at before the careful way is taken. */
const maxNodes = 1000

/** The JSON text of a value. `cut` gets one `key: reason` for each thing left out. */
export function toJson(value: unknown, cut: string[]): string | undefined {
  let room = maxTotal
  const leaveOut = (key: string, reason: string): undefined => {
    if (cut.length < maxCuts) cut.push(`${key.slice(0, 50) || 'value'}: ${reason}`)
  }
  /** Reads within its own try, so that only the culprit is lost. */
  const copy = (read: () => unknown, key: string, above: readonly unknown[]): unknown => {
    try {
      let value = read()
      if (typeof value === 'bigint' || value instanceof Error) value = `${value}`
      if (typeof value === 'string' && value.length > maxText) {
        value = value.slice(0, maxText)
        leaveOut(key, 'too long')
      }
      const isLeaf = typeof value === 'string' || value === undefined || isScalar(value)
      // As it will be written: one character can become an escape of six.
      room -= new TextEncoder().encode(JSON.stringify([key, isLeaf ? value : 0])).length
      if (room < 0 || above.includes(value) || above.length > maxDepth) return leaveOut(key, 'circular or too large')
      if (isLeaf) return value
      const record = value as { [key: string]: unknown }
      if (typeof record.toJSON === 'function') return copy(() => (record as unknown as Date).toJSON(), key, [...above, value])
      const kind = {}.toString.call(value).slice(8, -1)
      // DOM nodes, windows, Maps, functions: their own properties say nothing, or far too much. And two keys through
      // which a careless merge at the other end would reach a prototype.
      if (!/^(Object|Array)$/.test(kind) || /^(__proto__|constructor)$/.test(key)) return leaveOut(key, kind)
      const kept: typeof record = {}
      for (const inner in record) {
        if (Object.hasOwn(record, inner)) kept[inner] = copy(() => record[inner], inner, [...above, value])
        if (room < 0) break
      }
      return kind === 'Array' ? Object.values(kept) : kept
    } catch {
      return leaveOut(key, 'threw')
    }
  }
  try {
    // The native way is several times quicker, and most of what sites hand in is plain.
    const text = isPlain(value, maxDepth, { left: maxNodes }) && JSON.stringify(value)
    // No character has more than three bytes.
    if (text && text.length < maxTotal / 3) return text
  } catch {
    // A Proxy or a getter: the careful way finds it.
  }
  return JSON.stringify(copy(() => value, '', []))
}

const isScalar = (value: unknown): boolean => typeof value === 'boolean' || value === null || Number.isFinite(value)

/** Whether `JSON.stringify` keeps everything of it, with no surprise on the way. */
function isPlain(value: unknown, depth: number, nodes: { left: number }): boolean {
  if (typeof value === 'string') return value.length < maxText
  if (isScalar(value)) return true
  const record = value as { [key: string]: unknown }
  // Nothing but an object literal or an array has one of these two; an own key of that name is none.
  if (!depth || !record || (record.length as number) > maxNodes || 'toJSON' in record || (record.constructor !== Object && record.constructor !== Array)) return false
  for (const key in record) if (key === '__proto__' || !nodes.left-- || !isPlain(record[key], depth - 1, nodes)) return false
  return true
}
