// A hand-off code: 12 characters that say when they expire, and whether they were mistyped.
// Pure; knows nothing of trackers. Three characters are the minute, eight are chance, the last one checks the others.

/** Crockford's base 32: no I, L, O or U, so that nothing is taken for something else, see https://www.crockford.com/base32.html. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const lookAlikes: { readonly [letter: string]: string } = { O: '0', I: '1', L: '1' }

const minuteMs = 60_000
/** The minute comes round again after three weeks; no code lives so long that this could be mistaken. */
const minutes = 32 ** 3
/** The longest that a code can live. */
export const maxLifeMs = 86_400_000
const chanceLength = 8

/** A code that was read: the value for the namespace `handoff`, and until when it is good, in epoch ms. */
export type HandoffCode = { readonly code: string; readonly expiresAt: number }

/** Makes a code that expires at the last full minute within that time. Of `chance` one byte is used for each character. */
export function writeCode(expiresAtMs: number, chance: Uint8Array): HandoffCode {
  const minute = Math.floor(expiresAtMs / minuteMs)
  const digits = [minute >> 10, minute >> 5, minute, ...chance.subarray(0, chanceLength)].map((digit) => digit & 31)
  return { code: [...digits, checkOf(digits)].map((digit) => letters[digit]).join(''), expiresAt: minute * minuteMs }
}

/** Reads what somebody typed, in either case, with any spaces and dashes, O for 0, I or L for 1; `undefined` if it was mistyped. */
export function readCode(text: unknown, now: number): HandoffCode | undefined {
  if (typeof text !== 'string' || text.length > 100) return
  const code = text.toUpperCase().replace(/[\s\p{Pd}]/gu, '').replace(/[OIL]/g, (letter) => lookAlikes[letter] as string)
  const digits = [...code].map((letter) => letters.indexOf(letter))
  if (digits.length !== chanceLength + 4 || digits.includes(-1) || digits.pop() !== checkOf(digits)) return
  const [a, b, c] = digits as [number, number, number]
  const present = Math.floor(now / minuteMs)
  // Of all the times that these three characters stand for, the one nearest to now.
  const ahead = ((a << 10) + (b << 5) + c - (present % minutes) + 1.5 * minutes) % minutes - minutes / 2
  return { code, expiresAt: (present + ahead) * minuteMs }
}

/** Whether a code is good now. One that claims to live for days, more than clocks may differ, is one of weeks ago. */
export const isAlive = ({ expiresAt }: HandoffCode, now: number): boolean => expiresAt > now && expiresAt <= now + 2 * maxLifeMs

/** As it is shown and read out: in groups of four. */
export const group = (code: string): string => code.replace(/.{4}(?=.)/g, '$&-')

/**
 * A weighted sum in the field of 32 elements. Each place weighs twice as much as the next, which is never the same: so
 * any one wrong character and any two neighbours the wrong way round change it, without exception.
 */
function checkOf(digits: readonly number[]): number {
  return digits.reduce((sum, digit) => double(sum ^ digit), 0)
}

/** Times x modulo x^5 + x^2 + 1. */
const double = (element: number): number => (element << 1) ^ (element > 15 ? 0b100101 : 0)
