// The Content-Security-Policy of the example sites: nothing but their own files, and the collector to talk to.
// Must not allow inline code in general: an inline script is named by the hash of its text.

import { createHash } from 'node:crypto'

/**
 * @param {{ collectorUrl: string, inlineScripts?: readonly string[] }} options
 * @returns {string}
 */
export function policy({ collectorUrl, inlineScripts = [] }) {
  const hashes = inlineScripts.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...hashes].join(' ')}`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(collectorUrl).origin}`,
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types tidewick',
  ].join('; ')
}
