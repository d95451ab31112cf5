// Who was shown what in this browser, and which of several moments may be shown now.
// Pure: runs inside a transaction, so that of all tabs together nothing is shown too often.

import { bucket } from './bucket.js'
import type { Cap, MomentRule, Suppression } from './rule.js'

/** One time that something was shown; what became of it. Texts are ids of rules, never what was shown. */
export type Shown = { readonly moment: string; readonly slot: string; readonly kind?: string | undefined; readonly time: number; readonly outcome?: 'acted' | 'dismissed' }

/** What was shown to one person; `seed` is whom the percentages are drawn for. */
export type PersonShown = { readonly seed: string; readonly shown: readonly Shown[] }

/** By a number for the person: they may come back after somebody else was here. The latest last. */
export type AllShown = readonly (readonly [person: string, shown: PersonShown])[]

/** The numbers by which a person is found: first the one to keep. */
export type PersonKeys = readonly [string, ...string[]]

/** What is decided with. */
export type Choice = {
  readonly candidates: readonly MomentRule<unknown>[]
  readonly person: PersonKeys
  readonly now: number
  /** For every moment, besides its own. */
  readonly caps: readonly Cap[]
  /** So many per cent are never shown anything. */
  readonly holdout: number
}

/** What comes of it. */
export type Chosen = {
  readonly rule?: MomentRule<unknown>
  /** They are held out: it counts as shown, and is not. */
  readonly isHeldOut?: boolean
  /** The first that may not, although it comes before. */
  readonly suppressed?: readonly [rule: MomentRule<unknown>, because: Suppression] | undefined
  /** What to store, if it was chosen. */
  readonly next?: AllShown
}

const maxPersons = 5
const maxShown = 200

/** What was shown to a person, under whatever number: the visitor before login and the customer after it are one. */
function shownTo(all: AllShown = [], person: PersonKeys): PersonShown {
  const theirs = person.flatMap((key) => all.find(([of]) => of === key)?.[1] ?? [])
  return { seed: theirs[0]?.seed ?? person.at(-1)!, shown: theirs.flatMap(({ shown }) => shown) }
}

/** The store with what was shown to that person changed; their other numbers are given up. */
export function changeShown(all: AllShown = [], person: PersonKeys, by: (shown: readonly Shown[]) => readonly Shown[]): AllShown {
  const { seed, shown } = shownTo(all, person)
  return [...all.filter(([of]) => !person.includes(of)), [person[0], { seed, shown: by(shown).slice(-maxShown) }] as const].slice(-maxPersons)
}

/** Chooses the first candidate that may be shown. */
export function chooseMoment(all: AllShown | undefined, { candidates, person, now, caps, holdout }: Choice): Chosen {
  const theirs = shownTo(all, person)
  let suppressed: Chosen['suppressed']
  for (const rule of candidates) {
    const because = whyNot(rule, theirs, now, caps)
    if (because) suppressed ??= [rule, because]
    else {
      const { id: moment, slot, kind } = rule
      const isHeldOut = bucket('holdout', theirs.seed) < holdout
      return { rule, isHeldOut, suppressed, next: changeShown(all, person, (shown) => [...shown, { moment, slot, kind, time: now }]) }
    }
  }
  return { suppressed }
}

function whyNot(rule: MomentRule<unknown>, { seed, shown }: PersonShown, now: number, caps: readonly Cap[]): Suppression | undefined {
  if (bucket(rule.id, seed) >= (rule.percentage ?? 100)) return 'percentage'
  const isOver = ({ moment, outcome }: Shown): boolean =>
    moment === rule.id && (rule.until === 'acted' ? outcome === 'acted' : rule.until === 'closed' && !!outcome)
  if (shown.some(isOver)) return 'until'
  const isFull = ({ most, withinMs = Infinity, of = 'moment' }: Cap): boolean => {
    const counts = (each: Shown): boolean =>
      each.time > now - withinMs && (of === 'all' || (of === 'moment' ? each.moment === rule.id : each[of] === rule[of]))
    return shown.filter(counts).length >= most
  }
  return [...(rule.caps ?? []), ...caps].some(isFull) ? 'cap' : undefined
}
