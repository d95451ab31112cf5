// Identifiers as callers hand them in; values that stand for "nobody" would tie strangers together and are refused.
// Pure. The list grows out of what other systems block and what their users had to clean up.

const junk =
  /^(|-?[0-]+|-1|null|undefined|nan|none|anonymous|guest|unknown|true|false|void|test|\[object \w*\]|no-?reply@.*|(test|e?mail|name|user|none|null)@(test|example|e?mail|domain)\.\w+)$/i

/** Longer than any id we have seen, and than what collectors keep. */
const maxId = 256

/** The identifier as text, or why it cannot be one. Whole numbers are taken as text; spaces around it are not part of it. */
export function readId(value: unknown): { readonly id: string } | { readonly refused: string } {
  const text = Number.isSafeInteger(value) ? `${value as number}` : value
  if (typeof text !== 'string') return { refused: `${text === null ? 'null' : typeof text} is no id: hand in a string` }
  const id = text.trim()
  if (id.length > maxId) return { refused: `an id has at most ${maxId} characters` }
  if (junk.test(id)) return { refused: `"${id}" stands for nobody: call identify() only once you know the customer's id` }
  return { id }
}
