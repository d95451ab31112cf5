// Who asks a collector on the loopback address must mean the loopback address.
// Knows no route.

const loopback = /^(localhost|127\.0\.0\.1|\[?::1]?)(:\d+)?$/i

/**
 * Refuses what comes under another name: a page of another site can make its own name lead to 127.0.0.1, and would then
 * be of the same origin (DNS rebinding). A collector that listens elsewhere is reached under names that only its owner knows.
 * @param {string} host on which the collector listens
 * @returns {import('hono').MiddlewareHandler}
 */
export const onlyAs = (host) => async (c, next) => {
  const isStranger = loopback.test(host) && !loopback.test(c.req.header('host') ?? '')
  if (isStranger) return c.json({ error: 'This is for http://127.0.0.1 and http://localhost only.' }, 403)
  return next()
}
