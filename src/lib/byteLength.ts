// The size of a text on the wire.
// Counts UTF-8 bytes, because every limit of browsers and collectors is in bytes, not characters.

/** The UTF-8 bytes of a text. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length
