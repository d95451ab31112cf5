// A page that was opened by a QR code: the hand-off code in its address is accepted.
// Takes the code out of the address at once, whatever becomes of it.

import { tellError } from '../lib/tellError.js'
import type { Capture } from '../types.js'
import { acceptHandoff, codeParameter } from './handoff.js'
import { group, isAlive, readCode } from './handoffCode.js'
import { takeParameter } from './urlParameter.js'

/** Options of {@link handoffFromUrl}. */
export type HandoffFromUrlOptions = {
  /** Asks the visitor first, with the code as the other side shows it; without a yes nothing happens. Default: nobody is asked. */
  readonly confirm?: (code: string) => boolean | Promise<boolean>
}

/**
 * Accepts the code in the address with which a page was opened, as {@link acceptHandoff} does. Anybody can send
 * somebody else an address with a code of their own, so where much depends on it let the visitor `confirm` that they
 * come from another device. Put it first in `capture`, beside {@link crossDomain}.
 */
export function handoffFromUrl({ confirm }: HandoffFromUrlOptions = {}): Capture {
  return (tracker) => {
    const text = takeParameter(codeParameter)
    let isStopped = false
    const ask = async (code: string): Promise<void> => {
      if ((await confirm?.(code)) && !isStopped) acceptHandoff(tracker, code)
    }
    const read = text && confirm ? readCode(text, Date.now()) : undefined
    // Nobody is asked about what would be refused.
    if (read && isAlive(read, Date.now())) ask(group(read.code)).catch((cause) => tellError(tracker, new Error(`The question about a hand-off failed: ${cause}`)))
    else if (text !== undefined) acceptHandoff(tracker, text)
    return () => void (isStopped = true)
  }
}
