// The four pages of the overlay, each made anew from what has been seen.
// Must not keep anything: what is open stays open by its key.

import type { Event, Tracker } from '../types.js'
import type { Watch } from './createWatch.js'
import { element } from './element.js'
import type { Answer, Fault, Simulation } from './simulate.js'

/** What the pages show and act on. */
export type Shown = {
  readonly tracker: Tracker
  readonly watch: Watch
  readonly answers: readonly Answer[]
  readonly simulation: Simulation
  readonly changed: () => void
}

/** One page. */
export type View = { readonly name: string; readonly make: (shown: Shown) => readonly Node[] }

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const when = (time: number): HTMLElement => element('time', {}, clock.format(time))
const json = (value: unknown): HTMLElement => element('pre', {}, JSON.stringify(value, null, 2))
const empty = (text: string): HTMLElement => element('p', { class: 'empty' }, text)
const classOf = (state: string): string => (state === 'delivered' || state === 'dropped' ? state : 'waiting')

/** A page without a name goes by its title, a login by the customer. */
const labelOf = ({ type, name, identity, context }: Event): string =>
  name ?? { page: context.page.title, identify: identity.userId }[type as string] ?? ''

const eventsView: View = {
  name: 'Events',
  make: ({ watch: { events } }) =>
    events.length === 0
      ? [empty('Nothing has been tracked yet.')]
      : events.map(({ event, state, reason, hints }) =>
          element('details', { 'data-key': event.id },
            element('summary', {},
              when(event.time),
              element('span', {}, labelOf(event), ' ', element('span', { class: 'kind' }, event.type)),
              ...(hints.length ? [element('span', { class: 'state hint' }, `${hints.length} ${hints.length === 1 ? 'hint' : 'hints'}`)] : []),
              element('span', { class: `state ${classOf(state)}` }, reason ? `${state}: ${reason}` : state)),
            ...hints.map((hint) => element('p', { class: 'hint' }, hint)),
            json(event))),
}

const identityView: View = {
  name: 'Identity',
  make({ tracker, watch: { changes } }) {
    const { anonymousId, userId, sessionId, identifiers, traits } = tracker.identity()
    const rows = { 'known as': userId ?? 'nobody yet', visitor: anonymousId ?? 'none: no consent, or storage has not been read', session: sessionId ?? 'none', ...identifiers }
    return [
      element('dl', {}, ...Object.entries(rows).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
      ...(Object.keys(traits).length ? [element('h2', {}, 'Traits'), json(traits)] : []),
      element('div', { class: 'row' }, element('button', { click: () => tracker.reset() }, 'Log out: reset()')),
      element('h2', {}, 'Why'),
      ...changes.map(({ time, identity, why }) => element('details', { 'data-key': `i${time}${why}` }, element('summary', {}, when(time), element('span', {}, why)), json(identity))),
    ]
  },
}

const faults: readonly (readonly [Fault, string])[] = [
  ['none', 'as it is'], ['offline', 'offline'], ['500', 'answers 500'], ['429', 'answers 429, wait 5 s'], ['slow', '3 s slower'],
]

const collectorView: View = {
  name: 'Collector',
  make({ tracker, watch: { errors }, answers, simulation, changed }) {
    const choose = (event: { readonly target: HTMLSelectElement }): void => (simulation.set(event.target.value as Fault), changed())
    const options = faults.map(([value, text]) => element('option', { value, selected: simulation.fault() === value }, text))
    return [
      element('div', { class: 'row' },
        element('label', { for: 'fault' }, 'The network'), element('select', { id: 'fault', change: choose }, ...options),
        element('button', { click: () => void tracker.flush().then(changed) }, 'Send now: flush()')),
      element('h2', {}, 'Answers'),
      ...(answers.length ? [] : [empty('No request yet.')]),
      ...answers.map(({ time, status, text, tookMs, isSimulated }) =>
        element('details', { 'data-key': `a${time}` },
          element('summary', {}, when(time), element('span', {}, `${tookMs} ms${isSimulated ? ', simulated' : ''}`),
            element('span', { class: `state ${status >= 200 && status < 300 ? 'delivered' : 'fault'}` }, status ? `${status}` : 'no answer')),
          element('pre', {}, text || '(empty)'))),
      ...(errors.length ? [element('h2', {}, 'Errors')] : []),
      ...errors.map(({ time, source, message }) => element('details', { 'data-key': `e${time}${message}` }, element('summary', {}, when(time), element('span', {}, message), element('span', { class: 'state fault' }, source)))),
    ]
  },
}

const consentView: View = {
  name: 'Consent',
  make({ tracker, watch }) {
    const consent = watch.consent()
    const names = [...new Set(['analytics', 'personalization', 'marketing', ...Object.keys(consent)])]
    return [
      element('dl', {}, ...names.flatMap((name) => [element('dt', {}, name), element('dd', {}, consent[name] ?? 'as at the start')])),
      ...names.map((name) =>
        element('div', { class: 'row' },
          element('button', { click: () => tracker.consent({ [name]: true }) }, `Grant ${name}`),
          element('button', { click: () => tracker.consent({ [name]: false }) }, `Deny ${name}`))),
      element('p', { class: 'empty' }, 'Denying analytics deletes what waits, the identity and the cookie.'),
    ]
  },
}

/** All pages, in their order. */
export const views: readonly View[] = [eventsView, identityView, collectorView, consentView]
