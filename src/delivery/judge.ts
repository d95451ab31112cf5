// What an answer means: the format's word if it has one, else the table's.
// Pure.

import type { BatchVerdict, Event, Format } from '../types.js'
import type { Answer } from './send.js'
import { verdictOf } from './verdict.js'

/** The verdict on a batch; without an answer (status 0) nobody is asked. */
export const judge = (format: Format, events: readonly Event[], { status, body }: Answer): BatchVerdict =>
  (status && format.verdict?.({ status, body }, events)) || { batch: verdictOf(status), reason: body.slice(0, 200) }
