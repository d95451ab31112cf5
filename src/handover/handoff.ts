// A person goes on elsewhere, at the till, on the phone or with another device: a code that both sides write down.
// Each side only records an identifier of the namespace `handoff`, so it works offline and in any order.

import { tellError } from '../lib/tellError.js'
import type { Tracker } from '../types.js'
import { group, isAlive, maxLifeMs, readCode, writeCode } from './handoffCode.js'
import { putParameter } from './urlParameter.js'

/** Options of {@link handoff}. */
export type HandoffOptions = {
  /** The page that the other device opens; it needs {@link handoffFromUrl}. Default: this page. */
  readonly url?: string
  /**
   * How long the code is good, to the minute: at least 2 minutes, at most a day. Default 900,000 (15 minutes). For longer ones
   * the collector's graph needs as much: `handoffMs` of its rules.
   */
  readonly expiresInMs?: number
}

/** What {@link handoff} returns. */
export type Handoff = {
  /** To show and to read out: `7KQ2-M9XD-4TRA`. */
  readonly code: string
  /** The address with the code in it, for a QR code. */
  readonly url: string
  /** Epoch ms. */
  readonly expiresAt: number
}

/** What became of a code that somebody typed. */
export type HandoffAnswer = 'accepted' | 'mistyped' | 'expired'

/** The name of the parameter in addresses. */
export const codeParameter = 'tl_code'
/** Below this a code could expire while it is read out. */
const minLifeMs = 120_000

/**
 * Makes a code for the present person, and records it. Whoever accepts it within its life is taken for the same person
 * by the collector: a claim, never proof, so show nobody's data for it. While nobody is known (without consent, or before storage has
 * been read) there is no code.
 */
export function handoff(tracker: Tracker, { url, expiresInMs = 900_000 }: HandoffOptions = {}): Handoff | undefined {
  if (!tracker.identity().anonymousId) {
    return void tellError(tracker, new Error('There is nobody to hand over: consent is missing, or storage has not been read yet.'))
  }
  const target = readUrl(url ?? '')
  if (!target) return void tellError(tracker, new Error(`A hand-off cannot lead to '${url}', which is no address.`))
  const lifeMs = Math.min(Math.max(expiresInMs, minLifeMs), maxLifeMs)
  const { code, expiresAt } = writeCode(Date.now() + lifeMs, crypto.getRandomValues(new Uint8Array(8)))
  tracker.link('handoff', code)
  return { code: group(code), url: putParameter(target, codeParameter, code), expiresAt }
}

/**
 * Takes a code that somebody typed or read out, in either case, with or without dashes, O for 0, I or L for 1. Records it for the present
 * person if it was typed rightly and has not expired; else nothing happens but an `error` event. On a device that serves
 * many, such as a till, call `reset()` before the next person.
 */
export function acceptHandoff(tracker: Tracker, code: string): HandoffAnswer {
  const now = Date.now()
  const read = readCode(code, now)
  if (read && isAlive(read, now)) {
    tracker.link('handoff', read.code)
    return 'accepted'
  }
  tellError(tracker, new Error(read ? 'The hand-off code has expired: ask for a new one.' : 'The hand-off code was mistyped: it has 12 letters and digits.'))
  return read ? 'expired' : 'mistyped'
}

function readUrl(url: string): URL | undefined {
  try {
    return new URL(url, location.href)
  } catch {
    return undefined
  }
}
