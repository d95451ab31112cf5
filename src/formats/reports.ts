// The wire format of the browsers' own Reporting API: reports with their age instead of their time.
// Pure. For endpoints that take `application/reports+json` already.

import type { Event, Format } from '../types.js'
import { checkOptions } from './checkOptions.js'
import { byStatus } from './readAnswer.js'

/** Options of {@link reports}. */
export type ReportsOptions = {
  /** The endpoint that takes `application/reports+json`. */
  readonly url: string
  /** The `type` of every report. Default `throughline`. */
  readonly type?: string
}

/**
 * Reports in the shape of the W3C Reporting API. What arrives: everything. `age` is how many ms ago it happened, so the receiver's
 * clock alone counts: its own time less the age. `url` is the page without its fragment; `body` is the event but for
 * its time. `user_agent` is empty: the header of the request has it. Identity statements stay what they are. The ledger
 * comes as reports of the type `throughline-ledger`.
 *
 * The shape has no answers for single events, and none is told apart from its repeat but by `body.id`. Its media type
 * makes a preflight. 410 stops the delivery for good, as the specification has it.
 */
export function reports({ url, type = 'throughline' }: ReportsOptions): Format {
  checkOptions('reports', { url, type })
  const toReport = ({ time, ...body }: Event, sentAt: number): unknown => ({
    age: Math.max(0, Math.round(sentAt - time)),
    type,
    url: body.context.page.url.replace(/#.*/, ''),
    user_agent: '',
    body,
  })
  return {
    maxEvents: 250,
    maxBytes: 400_000,
    encode: (events, sentAt, ledger = []) => ({
      url,
      contentType: 'application/reports+json',
      body: `[${[...events.map((event) => toReport(event, sentAt)), ...ledger.map((body) => ({ age: 0, type: `${type}-ledger`, url: '', user_agent: '', body }))].map((item) => JSON.stringify(item))}]`,
    }),
    verdict: byStatus,
  }
}
