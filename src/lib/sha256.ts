// SHA-256 (FIPS 180-4) of a text, at once: the browser's own answers later, when somebody else may be logged in.
// For short texts; what is long or secret is not its business.

/** The digest of the UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const words: number[] = []
  const lastWord = ((bytes.length + 8) >> 6) * 16 + 15
  for (let i = 0; i <= lastWord * 4 + 3; i++) words[i >> 2] = (words[i >> 2]! << 8) | (i === bytes.length ? 128 : bytes[i]!)
  words[lastWord] = bytes.length * 8

  const roots: number[] = []
  let hash: number[] = []
  for (let n = 2; roots.length < 64; n++) {
    let divisor = 2
    while (n % divisor) divisor++
    if (divisor < n) continue
    if (hash.length < 8) hash.push((n ** 0.5 * 2 ** 32) | 0)
    roots.push((n ** (1 / 3) * 2 ** 32) | 0)
  }

  while (words.length) {
    const block = words.splice(0, 16)
    let [a, b, c, d, e, f, g, h] = hash as [number, number, number, number, number, number, number, number]
    roots.forEach((root, i) => {
      const [early, late] = [block[i - 15]!, block[i - 2]!]
      block[i] ??= block[i - 16]! + block[i - 7]! + (turn(early, 7, 18) ^ (early >>> 3)) + (turn(late, 17, 19) ^ (late >>> 10))
      const next = h + turn(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + root + (block[i]! |= 0)
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + next) | 0, c, b, a, (next + turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0]
    })
    const after = [a, b, c, d, e, f, g, h]
    hash = hash.map((word, i) => (word + after[i]!) | 0)
  }
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The word turned right by each of these, put together. */
const turn = (word: number, ...by: number[]): number => by.reduce((sum, bits) => sum ^ ((word >>> bits) | (word << (32 - bits))), 0)
