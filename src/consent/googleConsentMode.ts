// Google consent mode v2: what the page has told Google's tags in `dataLayer`, and what these make of it, as purposes.
// Reads and follows; never creates `dataLayer`, and never says anything to Google.
// https://developers.google.com/tag-platform/security/guides/consent

import type { Capture, Choices, Tracker } from '../types.js'
import { consentFrom } from './consentFrom.js'
import { notAgainstGpc } from './notAgainstGpc.js'
import { whenThere } from './whenThere.js'

/** What Google calls a consent type. */
export type ConsentType =
  | 'ad_storage'
  | 'ad_user_data'
  | 'ad_personalization'
  | 'analytics_storage'
  | 'functionality_storage'
  | 'personalization_storage'
  | (string & {})

export type GoogleConsentModeOptions = {
  /**
   * Which types a purpose needs, all of them. Default: `analytics` analytics_storage; `personalization` personalization_storage;
   * `marketing` ad_storage, ad_user_data and ad_personalization.
   */
  readonly purposes?: { readonly [purpose: string]: readonly ConsentType[] }
  /** `true`: of what the page says nothing, gtag takes it as granted, and so does this. Default `false`: nothing is decided then. */
  readonly implied?: boolean
}

/** What the page has said of one type. */
type Said = {
  /** What holds without an answer. */
  default?: boolean | undefined
  /** The visitor's answer. */
  update?: boolean | undefined
  /** Denied in some region: whether the visitor is there only Google can tell. */
  isDeniedSomewhere?: boolean
}
/** What Google's tags keep: not documented, so it is only believed where it has the expected shape. */
type Ics = {
  readonly entries?: { readonly [type: string]: { readonly default?: unknown; readonly update?: unknown } | undefined }
  readonly addListener?: (types: readonly string[], listener: () => void) => void
}

const usual = {
  analytics: ['analytics_storage'],
  personalization: ['personalization_storage'],
  marketing: ['ad_storage', 'ad_user_data', 'ad_personalization'],
}

/**
 * Follows `gtag('consent', ...)`. An `update` decides either way. A `default` that grants does so too, but not against Global
 * Privacy Control; one that denies waits for the visitor, and decides nothing. What templates of a tag container tell Google past
 * `dataLayer` is read from the state that Google's tags keep, where they are there.
 */
export function googleConsentMode({ purposes = usual, implied = false }: GoogleConsentModeOptions = {}): Capture {
  return (tracker) => {
    const said = new Map<string, Said>()
    const seen = new Map<string, unknown>()
    const saidOf = (type: string): Said => said.get(type) ?? said.set(type, {}).get(type)!
    const readItem = (item: unknown): void => {
      const [command, kind, choices] = Array.from((item ?? []) as ArrayLike<unknown>)
      if (command !== 'consent' || typeof choices !== 'object' || choices === null) return
      const isRegional = 'region' in choices
      for (const [type, value] of Object.entries(choices)) {
        if (value !== 'granted' && value !== 'denied') continue
        const is = value === 'granted'
        if (kind === 'update') saidOf(type).update = is
        else if (kind === 'default' && !isRegional) saidOf(type).default = is
        else if (kind === 'default' && !is) saidOf(type).isDeniedSomewhere = true
      }
    }
    /** Only what has changed there since is news: it may be a step behind `dataLayer`. */
    const readIcs = (): void => {
      for (const [type, entry] of Object.entries(icsOf()?.entries ?? {})) {
        for (const kind of ['default', 'update'] as const) {
          const is = entry?.[kind]
          const key = `${kind} ${type}`
          if (typeof is !== 'boolean' || seen.get(key) === is) continue
          seen.set(key, is)
          saidOf(type)[kind] = is
          if (kind === 'default') saidOf(type).isDeniedSomewhere = false
        }
      }
    }
    const isGranted = (type: string): boolean | undefined => {
      const { default: unasked, update, isDeniedSomewhere } = said.get(type) ?? (implied ? { default: true } : {})
      return update ?? ((unasked && !isDeniedSomewhere) || undefined)
    }
    const read = (): Choices => {
      readIcs()
      const choices = Object.entries(purposes).flatMap(([purpose, types]): [string, Choices[string]][] => {
        const answers = types.map(isGranted)
        if (answers.includes(false)) return [[purpose, false]]
        if (answers.includes(undefined)) return []
        const isAnswer = types.every((type) => said.get(type)?.update)
        return Object.entries(isAnswer ? { [purpose]: true } : notAgainstGpc({ [purpose]: true }))
      })
      return Object.fromEntries(choices)
    }
    return consentFrom({
      read,
      subscribe: (changed) => {
        const stops = [
          followDataLayer(tracker, (items) => (items.forEach(readItem), changed())),
          whenThere(tracker, () => {
            const ics = icsOf()
            ics?.addListener?.([...new Set(Object.values(purposes).flat())], () => changed())
            if (ics) changed()
            return ics !== undefined
          }),
        ]
        return () => stops.forEach((stop) => stop())
      },
    })(tracker)
  }
}

const icsOf = (): Ics | undefined => (window as { readonly google_tag_data?: { readonly ics?: Ics } }).google_tag_data?.ics

/** Hears what is in `dataLayer`, and what is pushed from now on. Returns the undo. */
function followDataLayer(tracker: Tracker, hear: (items: readonly unknown[]) => void): () => void {
  let undo = (): void => {}
  const stop = whenThere(tracker, () => {
    const { dataLayer } = window as { readonly dataLayer?: unknown }
    if (!Array.isArray(dataLayer)) return false
    const { push } = dataLayer
    const pushed = function (this: unknown, ...items: unknown[]): number {
      const length: number = push.apply(dataLayer, items)
      hear(items)
      return length
    }
    dataLayer.push = pushed
    // Google's tags may have patched it on top of us: then our layer stays, and nobody listens to it.
    undo = () => void (dataLayer.push === pushed && (dataLayer.push = push))
    hear([...dataLayer])
    return true
  })
  return () => {
    stop()
    undo()
  }
}
