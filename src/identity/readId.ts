// Identifiers as callers hand them in; values that stand for "nobody" would tie strangers together and are refused.
// Pure. The list grows out of what other systems block and what their users had to clean up.

const junk =
  /^(|[0-]+|-1|null|undefined|nan|none|anonymous|guest|unknown|true|false|void|test|\[object \w*\]|no-?reply@.*|(test|e?mail|name|user|none|null)@(test|example|e?mail|domain)\.\w+)$/i

/** Longer than any id we have seen, and than what collectors keep. */
const maxId = 256

/**
 * The identifier as text: whole numbers are taken as text, and spaces around it are not part of it. Throws, with the
 * reason, what cannot be one.
 */
export function readId(value: unknown): string {
  const id = typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? `${value as number}` : ''
  if (junk.test(id) || id.length > maxId) {
    throw new Error('no customer id')
  }
  return id
}
