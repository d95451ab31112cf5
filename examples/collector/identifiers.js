// What may stand for a person, and what is only noise in an id field.
// Pure; knows nothing of events or of storage.

const words = ['-1', 'anonymous', 'false', 'guest', 'nan', 'nil', 'none', 'null', 'true', 'undefined', 'unknown']
const placeholders = ['[object object]', '{}', '[]', 'test@test.com', 'test@example.com', 'user@example.com',
  'email@example.com', 'name@example.com']
const junk = new Set([...words, ...placeholders])

/**
 * The id in a field of an event, or `undefined` where it names nobody. Linking `null` or `undefined` once would make
 * one person of everybody whose site has the same mistake.
 * @param {unknown} value
 */
export function readId(value) {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return readId(String(value))
  const text = readShortText(value)
  if (text === undefined || junk.has(text.toLowerCase()) || /^[0\s-]*$/.test(text)) return undefined
  return text
}

/**
 * A text of 1 to 256 characters without white space around it and without control characters, or `undefined`.
 * @param {unknown} value
 */
export function readShortText(value) {
  if (typeof value !== 'string' || value.length > 1024) return undefined
  const text = value.trim()
  return text === '' || text.length > 256 || /[\p{Cc}\p{Surrogate}\uFFFD]/u.test(text) ? undefined : text
}
