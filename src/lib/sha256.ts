// SHA-256 of a text, by the browser.
// For short texts; where there is no https, there is none.

/** The digest of the UTF-8 bytes, in hex. Rejects on an insecure page, where browsers have no `crypto.subtle`. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
