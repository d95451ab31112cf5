// Who reads what a collector has stored, once it can be reached from elsewhere, must have its token.
// Knows no route. Sending events needs none: pages cannot keep a secret.
import { createHash, timingSafeEqual } from 'node:crypto'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1]?)$/i

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest()

/**
 * On the loopback address everybody may read. Elsewhere only who has the token, as `Authorization: Bearer` or, for browsers, as the
 * password of any user; without a token nobody.
 * @param {string} host on which the collector listens
 * @param {string | undefined} token
 * @returns {import('hono').MiddlewareHandler}
 */
export const onlyWith = (host, token) => async (c, next) => {
  if (loopback.test(host)) return next()
  if (!token) return c.json({ error: 'Nobody can read here: start the collector with --read-token, or on 127.0.0.1.' }, 403)
  const [scheme = '', given = ''] = (c.req.header('authorization') ?? '').split(' ')
  const password = /^basic$/i.test(scheme) ? Buffer.from(given, 'base64').toString().replace(/^[^:]*:/, '') : given
  // By their digests, so that the time taken tells nothing of how much was right.
  if (password && timingSafeEqual(digest(password), digest(token))) return next()
  return c.json({ error: 'Reading needs the token of this collector.' }, 401, { 'WWW-Authenticate': 'Basic realm="collector", charset="UTF-8"' })
}
