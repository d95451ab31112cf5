// What a link carries from one domain to another: an anonymous id, the time, and a number that is used once.
// Pure. Never carries a known customer: the type of what goes in has no place for one.

/** How long a token is good. */
export const tokenLifeMs = 120_000
/** The clock of one machine may be set between two readings of it, a little. */
const earlyMs = 1_000

/** What a token says. */
export type LinkToken = { readonly anonymousId: string; readonly time: number; readonly nonce: string }

/** Any UUID: a site's server may have made the anonymous id. */
const shape = /^((?!0{8})[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.([\da-z]{8,9})\.([\da-f]{16})$/

/** The token as text; `undefined` for an id that is none, which the other side would refuse. */
export function writeToken({ anonymousId, time, nonce }: LinkToken): string | undefined {
  const text = `${anonymousId}.${time.toString(36)}.${nonce}`
  return shape.test(text) ? text : undefined
}

/** What a text says, if it is a token. */
export function readToken(text: string): LinkToken | undefined {
  const [, anonymousId = '', time = '', nonce = ''] = shape.exec(text) ?? []
  return anonymousId ? { anonymousId, time: parseInt(time, 36), nonce } : undefined
}

/** Whether a token is good now. */
export const isFresh = ({ time }: LinkToken, now: number): boolean => now - time <= tokenLifeMs && now - time >= -earlyMs
