// The readable console mode: one line for each thing that happens.
// Prints, and changes nothing.

import type { Capture } from '../types.js'
import { validate } from './validate.js'

const bold = 'font-weight:bold'
const plain = 'font-weight:normal;opacity:.7'

/** `capture: [consoleMode()]`: events, answers, changes of identity and errors, as they come. */
export function consoleMode(): Capture {
  return (tracker) => {
    const say = (what: string, detail: string, ...more: readonly unknown[]): void => console.log(`%c${what}%c ${detail}`, bold, plain, ...more)
    const stops = [
      tracker.use((event) => {
        const { type, name, properties, traits, identity } = event
        say(`${type} ${name ?? ''}`.trim(), identity.userId ?? `visitor ${identity.anonymousId?.slice(-6) ?? 'without an id'}`, properties ?? traits ?? '')
        for (const hint of validate(event)) console.warn(`${type} ${name ?? ''}: ${hint}`)
        return event
      }),
      tracker.on('delivered', ({ ids }) => say('delivered', `${ids.length} ${ids.length === 1 ? 'event' : 'events'}`)),
      tracker.on('dropped', ({ count, reason }) => say('dropped', `${count}: ${reason}`)),
      tracker.on('identity', (identity) => say('identity', identity.userId ?? identity.anonymousId ?? 'nobody', identity)),
      tracker.on('consent', (consent) => say('consent', '', consent)),
      tracker.on('error', ({ source, message, cause }) => console.warn(`throughline, ${source}: ${message}`, cause ?? '')),
    ]
    return () => stops.forEach((stop) => stop())
  }
}
