// A wire format of the site's own: what is missing in it is filled in, and what is wrong in it is said.
// Pure. Whatever the site's functions throw stays here, or halves the batch.

import type { BatchVerdict, CollectorResponse, Event, Format, FormatRequest, LedgerEntry, Verdict } from '../types.js'
import { checkOptions, fail } from './checkOptions.js'
import { refuse } from './oneRequest.js'
import { byStatus } from './readAnswer.js'

/** Options of {@link custom}. */
export type CustomOptions = {
  /** Where requests go, unless `encode` says otherwise. */
  readonly url: string
  /**
   * Makes the body of one request, or the whole request. Called again for each attempt, with a fresh `sentAt`. If it throws, it is
   * called with half of the events; a single event for which it throws goes into quarantine, with what it said.
   */
  readonly encode: (events: readonly Event[], sentAt: number, ledger: readonly LedgerEntry[]) => string | Partial<FormatRequest>
  /** Reads an answer. For `undefined`, the default, the status decides. */
  readonly verdict?: (response: CollectorResponse, events: readonly Event[]) => Verdict | BatchVerdict | undefined
  /** Events per request. Default 100. */
  readonly maxEvents?: number
  /** Bytes of JSON per request. Default 400,000. */
  readonly maxBytes?: number
  /** Default `text/plain;charset=UTF-8`, which needs no preflight. */
  readonly contentType?: string
  /** Sent along with each request. They make a preflight. */
  readonly headers?: { readonly [name: string]: string }
}

const verdicts: readonly unknown[] = ['accepted', 'retry', 'split', 'unsupported', 'pause', 'stop'] satisfies Verdict[]

/** A format of your own: `custom({ url, encode: (events) => JSON.stringify(events) })`. What arrives is yours to say. */
export function custom({ url, encode, verdict, maxEvents = 100, maxBytes = 400_000, contentType = 'text/plain;charset=UTF-8', headers = {} }: CustomOptions): Format {
  checkOptions('custom', { url, encode })
  if (typeof encode !== 'function') fail('custom', 'encode must be a function')
  if (!(maxEvents >= 1 && maxBytes >= 1)) fail('custom', 'maxEvents and maxBytes must be 1 or more')
  return {
    maxEvents,
    maxBytes,
    encode(events, sentAt, ledger = []) {
      const made = encode(events, sentAt, ledger)
      const request = { url, contentType, headers, ...(typeof made === 'string' ? { body: made } : made) }
      return typeof request.body === 'string' ? { ...request, body: request.body } : refuse('encode', 'must return a text, or a request with one as body')
    },
    verdict(response, events) {
      if (!verdict) return byStatus(response)
      try {
        const said = verdict(response, events)
        const word = typeof said === 'string' ? { batch: said } : said
        if (!word || verdicts.includes(word.batch)) return word
        return { batch: 'pause', reason: `verdict must return one of ${verdicts.join(', ')}, and not ${JSON.stringify(said)}` }
      } catch (cause) {
        // Nothing is deleted on the word of a function that fails.
        return { batch: 'pause', reason: `verdict has thrown: ${cause}` }
      }
    },
  }
}
