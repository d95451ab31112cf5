// A number for a text that is the same everywhere and always, and the share of all people that a text falls into.
// Pure. No secret: it tells people apart, it does not hide who they are.

/** FNV-1a with 32 bits, and the finalizer of MurmurHash3, because the last characters alone would hardly matter. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Where this person falls for this purpose: from 0 up to, not including, 100. */
export const bucket = (purpose: string, person: string): number => (hash(`${purpose}|${person}`) / 2 ** 32) * 100
