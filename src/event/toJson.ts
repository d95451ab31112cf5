// Anything a caller hands in, as JSON text; what cannot be kept is cut and named.
// Pure, and never throws: cycles, getters, Proxies, DOM nodes and huge values all end here.

/** Sites patch globals (and old Prototype.js adds `toJSON` to arrays), so the function is taken once, at load. */
const { stringify } = JSON

/** Deeper than any event we have seen; shallow enough that a hostile value costs nothing. */
const maxDepth = 8
/** Of all objects and arrays of one value together. */
const maxNodes = 2000
/** Characters of one string. */
const maxText = 8192
/** Characters of the whole value: collectors refuse events above 32 kB. */
const maxTotal = 30_000
const maxCuts = 10

type Room = { nodes: number; total: number }

/** The JSON text of a value. `cut` gets one `path: reason` for each thing left out. `undefined` stays `undefined`. */
export function toJson(value: unknown, cut: string[]): string | undefined {
  try {
    const room: Room = { nodes: maxNodes, total: maxTotal }
    // The native function is several times quicker than any written in JavaScript, so plain values go through it.
    if (isPlain(value, maxDepth, room)) return stringify(value)
  } catch {
    // A Proxy or getter threw: the careful way says where.
  }
  return write(value, '', [], { nodes: maxNodes, total: maxTotal }, cut)
}

/** Whether `JSON.stringify` keeps everything of it: no surprises on the way, and small enough. */
function isPlain(value: unknown, depth: number, room: Room): boolean {
  switch (typeof value) {
    case 'string':
      return value.length <= maxText && (room.total -= value.length) > 0
    case 'number':
      return Number.isFinite(value)
    case 'boolean':
      return true
    case 'object':
      break
    default:
      return false
  }
  if (value === null) return true
  if (depth === 0 || --room.nodes < 0 || 'toJSON' in value) return false
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth - 1, room)) && (room.total -= value.length * 8) > 0
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key]
    if (item === undefined) continue
    if (isDangerous(key, item) || !isPlain(item, depth - 1, room)) return false
    room.total -= key.length + 8
  }
  return room.total > 0
}

/** Keys through which a careless merge at the other end would reach a prototype. */
const isDangerous = (key: string, value: unknown): boolean =>
  key === '__proto__' || (key === 'constructor' && typeof value === 'object')

/** The careful way: reads each property once, inside its own try. Returns `undefined` where the value is left out. */
function write(value: unknown, path: string, above: object[], room: Room, cut: string[]): string | undefined {
  const leaveOut = (reason: string): undefined => {
    if (cut.length < maxCuts) cut.push(`${path || 'value'}: ${reason}`)
  }
  switch (typeof value) {
    case 'undefined':
      return
    case 'bigint':
      return `"${value}"`
    case 'string': {
      const kept = value.slice(0, Math.min(maxText, Math.max(0, room.total)))
      if (kept.length < value.length) leaveOut(`${value.length} characters, kept ${kept.length}`)
      room.total -= kept.length
      return stringify(kept)
    }
    case 'number':
      if (Number.isFinite(value)) return `${value}`
      leaveOut(`${value} is no JSON number`)
      return 'null'
    case 'boolean':
      return `${value}`
    case 'object':
      break
    default:
      return leaveOut(typeof value)
  }
  if (value === null) return 'null'
  if (above.includes(value)) return leaveOut('circular')
  if (above.length >= maxDepth) return leaveOut('too deep')
  if (--room.nodes < 0 || room.total < 0) return leaveOut('too large')
  try {
    return writeObject(value, path, [...above, value], room, cut, leaveOut)
  } catch (cause) {
    return leaveOut(`threw ${String((cause as Error | undefined)?.name)}`)
  }
}

function writeObject(
  value: object,
  path: string,
  above: object[],
  room: Room,
  cut: string[],
  leaveOut: (reason: string) => undefined,
): string | undefined {
  const record = value as Record<string, unknown>
  if (typeof record.nodeType === 'number' && typeof record.nodeName === 'string') return leaveOut('DOM node')
  if (record.window === value) return leaveOut('window')
  if (value instanceof Error) return write({ name: value.name, message: value.message }, path, above, room, cut)
  if (value instanceof Map || value instanceof Set) return leaveOut(value instanceof Map ? 'Map' : 'Set')
  const isArray = Array.isArray(value)
  if (typeof record.toJSON === 'function' && !isArray) return write(record.toJSON(), path, above, room, cut)
  const parts: string[] = []
  for (const key of Object.keys(value)) {
    const at = path ? `${path}.${key}` : key
    if (room.total < 0 || room.nodes < 0) {
      leaveOut('too large')
      break
    }
    let text: string | undefined
    try {
      const item = record[key]
      if (isDangerous(key, item)) cut.length < maxCuts && cut.push(`${at}: dangerous key`)
      else text = write(item, at, above, room, cut)
    } catch {
      if (cut.length < maxCuts) cut.push(`${at}: getter threw`)
    }
    room.total -= key.length + 4
    if (isArray) parts.push(text ?? 'null')
    else if (text !== undefined) parts.push(`${stringify(key.slice(0, 256))}:${text}`)
  }
  return isArray ? `[${parts}]` : `{${parts}}`
}
