// The plainest wire format: one line of JSON per event, for log shippers and databases that take it over HTTP.
// Pure.

import type { Event, Format } from '../types.js'
import { checkOptions } from './checkOptions.js'
import { refuse, toIso } from './oneRequest.js'
import { byStatus } from './readAnswer.js'

/** Options of {@link ndjson}. */
export type NdjsonOptions = {
  /** Where the lines go; a database may want its statement in it, as ClickHouse does. */
  readonly url: string
  /** Default `text/plain;charset=UTF-8`, which needs no preflight; some receivers insist on `application/x-ndjson`. */
  readonly contentType?: string
  /** Sent along with each request. They make a preflight. */
  readonly headers?: { readonly [name: string]: string }
  /** Makes the line of an event, such as one that fits the columns of a table. Default: the event as it is, and `sentAt`. */
  readonly row?: (event: Event, sentAt: number) => object
  /** Also sends the ledger, as lines of the type `ledger`. Default `false`: few tables have a place for it. */
  readonly ledger?: boolean
}

/**
 * Lines of JSON. What arrives: everything, as {@link Event} has it: `time` in ms, and `sentAt` as ISO 8601, by which a wrong clock can be
 * corrected. Identity statements are lines like all others. A repeat is told apart by `id`: make it the key of the table.
 *
 * The status decides about all lines of a request. A receiver that answers 200 and leaves lines out cannot be heard: use
 * `custom` with a `verdict` for it.
 */
export function ndjson({ url, contentType = 'text/plain;charset=UTF-8', headers = {}, row, ledger: isLedgerWanted }: NdjsonOptions): Format {
  checkOptions('ndjson', { url })
  const toRow = row ?? ((event: Event, sentAt: number): object => ({ ...event, sentAt: toIso(sentAt) }))
  return {
    maxEvents: 500,
    maxBytes: 400_000,
    encode: (events, sentAt, ledger = []) => ({
      url,
      contentType,
      body: [...events.map((event) => toRow(event, sentAt)), ...(isLedgerWanted ? ledger : []).map((entry) => ({ type: 'ledger', ...entry }))].map((line) => `${JSON.stringify(line ?? refuse('row', 'must return an object'))}\n`).join(''),
      headers,
    }),
    verdict: byStatus,
  }
}
