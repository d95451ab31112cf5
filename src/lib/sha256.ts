// SHA-256 (FIPS 180-4) of a text, at once: the browser's own answers later, when somebody else may be logged in or the
// page be gone, and not at all without https. For short texts; what is long or secret is not its business.

/** The digest of the UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const words: number[] = []
  const last = ((bytes.length + 8) >> 6) * 16 + 15
  for (let i = 0; i < last * 4; i++) words[i >> 2] = (words[i >> 2]! << 8) | (i === bytes.length ? 128 : bytes[i]!)
  words[last] = bytes.length * 8

  // The constants: of square and cube roots of the first primes 32 bits behind the point. Of `hash` eight words count.
  const roots: number[] = []
  let hash: number[] = []
  for (let n = 2, divisor = 2; !roots[63]; ) {
    if (n % divisor++) continue
    if (n < divisor) {
      hash.push((n ** 0.5 * 2 ** 32) | 0)
      roots.push((n ** (1 / 3) * 2 ** 32) | 0)
    }
    n++
    divisor = 2
  }

  while (words.length) {
    const block = words.splice(0, 16)
    let now = hash
    roots.forEach((root, i) => {
      const [a, b, c, , e, f, g, h] = now as [number, number, number, number, number, number, number, number]
      const early = block[i - 15]!
      const late = block[i - 2]!
      block[i] ??= block[i - 16]! + block[i - 7]! + (turn(early, 7, 18) ^ (early >>> 3)) + (turn(late, 17, 19) ^ (late >>> 10))
      const next = h + turn(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + root + (block[i]! |= 0)
      now = [(next + turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0, ...now]
      now[4] = (now[4]! + next) | 0
    })
    hash = hash.map((word, i) => (word + now[i]!) | 0)
  }
  return hash.slice(0, 8).map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The word turned right by each of these, put together. */
const turn = (word: number, ...by: number[]): number => by.reduce((sum, bits) => sum ^ ((word >>> bits) | (word << (32 - bits))), 0)
