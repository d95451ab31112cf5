// Who is to blame for an error: the site's own script, somebody else's, or the network.
// Reads the error that the browser hands over, and decides by addresses and by the words browsers use.

/** What browsers say when a request comes to nothing. */
const network = /failed to fetch|networkerror|load failed|network request failed|err_(internet|network|connection|name)|importing a module script failed|dynamically imported module|loading (css )?chunk/i

/** An address in a stack, as `file.js:1:2`. */
const frame = /(?:https?:\/\/[^\s)]+?)(?=:\d+(?::\d+)?\)?(?:\s|$))/

/** `own script` if it comes from this origin, `third party` from another, `network` for a request that failed. */
export function causeOf(event: Event): 'own script' | 'third party' | 'network' {
  const { message = '', filename, error } = event as ErrorEvent
  const thrown: unknown = error ?? (event as PromiseRejectionEvent).reason
  const { stack, message: said } = (typeof thrown === 'object' && thrown ? thrown : {}) as { stack?: unknown; message?: unknown }
  if (network.test(`${message} ${said}`)) return 'network'
  // What a script of another origin throws is hidden from us, and says so.
  const file = filename || frame.exec(`${stack}`)?.[0] || (/^script error/i.test(message) ? 'https://elsewhere.invalid/' : location.href)
  return file.startsWith(location.origin) || !/^https?:/.test(file) ? 'own script' : 'third party'
}
