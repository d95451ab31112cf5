// What an answer means: the format's word if it has one, else the table's.
// Pure; a format that throws, or says what is no verdict, is reported and costs nothing.

import type { BatchVerdict, Event, Format } from '../types.js'
import type { FlushPorts } from './ports.js'
import type { Answer } from './send.js'
import { verdictOf } from './verdict.js'

const verdict = /^(accepted|retry|split|unsupported|pause|stop)$/

/** The verdict on a batch; without an answer (status 0) nobody is asked. */
export function judge(format: Format, events: readonly Event[], { status, body }: Answer, failed: FlushPorts['failed']): BatchVerdict {
  try {
    const word = status && format.verdict?.({ status, body }, events)
    if (word && verdict.test(word.batch)) return word
    if (word) throw word
  } catch (cause) {
    failed('format', `${cause}`)
  }
  return { batch: verdictOf(status), reason: body.slice(0, 200) }
}
