// The calls of a page over an identity keeper, with everything else in plain sight.
// Must not decide what is expected.
import { expect } from 'vitest'
import { createEventIds } from '../../../src/event/eventId.js'
import { createIdentityKeeper } from '../../../src/identity/keeper.js'
import type { IdentityState } from '../../../src/identity/state.js'
import { createCalls } from '../../../src/tracker/calls.js'
import type { Event, Options, Step } from '../../../src/types.js'

export const startTime = 1_700_000_000_000

/** Creates the calls; what happens is in `appended` and `log`, what the page decides is in `page`. `tab` is part of its ids. */
export function createCallStage(
  settings: Pick<Options, 'hash' | 'keepAnonymousId'> = {},
  tab = '',
  save: (state: IdentityState) => void = () => {},
) {
  const appended: Event[] = []
  const log: string[] = []
  const page = { isOpen: true as boolean | undefined, time: startTime }
  const steps = new Set<Step>()
  let visitors = 0
  const fresh = (): IdentityState => ({
    anonymousId: `v${tab}${++visitors}`,
    sessionId: `s${tab}${visitors}`,
    activeAt: page.time,
    born: page.time,
    version: 1,
  })
  const keeper = createIdentityKeeper(
    1_800_000,
    () => `s${tab}${++visitors}`,
    save,
    () => {},
  )
  keeper.adopt(fresh())
  const calls = createCalls({
    settings,
    ids: createEventIds(startTime, BigInt(tab.charCodeAt(0) || 1)),
    steps,
    keeper,
    outbox: {
      append(text, n) {
        const event = JSON.parse(text) as Event
        expect(event.n).toBe(n)
        appended.push(event)
      },
    },
    fresh,
    gate: () => page.isOpen,
    emit: (type, detail) => void log.push(`${type} ${(detail as { reason?: string }).reason ?? ''}`),
    failed: (source, message) => void log.push(`failed ${source} ${message}`),
  }, {
    time: () => page.time,
    context: () => '"channel":"website","context":{"page":{"url":"https://shop.example/"}}',
    consented: () => '{}',
    consent: () => {},
    forget: () => void log.push('forget'),
  })
  return { calls, keeper, steps, page, appended, log }
}
