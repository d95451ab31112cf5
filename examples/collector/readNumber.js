// A number of the command line, or one sentence that says what to write instead.
// Pure.

/**
 * @param {{ [name: string]: string | boolean | undefined }} values
 * @param {string} name
 * @param {{ use: string, isWhole?: boolean }} how
 * @returns {number | undefined} undefined where it was not given
 */
export function readNumber(values, name, { use, isWhole = false }) {
  const text = values[name]
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+(\.\d+)?$/.test(String(text)) && (!isWhole || (Number.isInteger(number) && number > 0))) return number
  throw new Error(`--${name} ${text} is no number: use ${use}.`)
}
