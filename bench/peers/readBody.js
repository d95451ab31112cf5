// Owns how bodies that vendors' SDKs send are turned back into text: gzip, forms, base64.
// Pure.
import { gunzipSync } from 'node:zlib'

/** @param {string} text @returns {any} */
export const readJson = (text) => JSON.parse(text)

/** What Segment's API and those like it take: one event, or a batch. @param {string} text @returns {any[]} */
export function readBatch(text) {
  const json = readJson(text)
  return json.batch ?? [json]
}

/** @param {Buffer} body */
export function readBody(body) {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b
  const text = (isGzip ? gunzipSync(body) : body).toString('utf8')
  if (!text.startsWith('data=')) return text
  const data = new URLSearchParams(text).get('data') ?? ''
  return /^[[{]/.test(data) ? data : Buffer.from(data, 'base64').toString('utf8')
}
