// The words of the identity graph: what is stated about who is whom, and what follows from it.
// Types only; what they mean together is done in createIdentityGraph.ts.

/** One name of a person: `{ namespace: 'user', value: 'customer-1001' }`. Values are compared as they are: normalise before. */
export type Identifier = { readonly namespace: string; readonly value: string }

/** What made somebody state a link. Only a verified `merge` joins two persons who both have a `user`. */
export type LinkReason = 'login' | 'link' | 'handoff' | 'crossDomain' | 'merge' | 'import'

/** A statement that two identifiers belong to one person. Links are never edited; an {@link Unlink} takes one out. */
export type Link = {
  /** Says which statement it is: the same id again is a repetition. Should it say something else, what counts first stands. */
  readonly id: string
  readonly a: Identifier
  readonly b: Identifier
  /** When it was stated, in epoch ms. */
  readonly time: number
  readonly reason: LinkReason
  /** A page can only claim; `verified` is what the site's own server says. Verified links count first. */
  readonly authority: 'claim' | 'verified'
  /** The event that carried it. Links of one event are considered by {@link Rules.priority}. Default: its own id. */
  readonly event?: string
}

/** Takes a link out for good, also one that comes later. A {@link Detach} too. */
export type Unlink = { readonly unlink: string }

/**
 * The person of `from` says that an identifier is not theirs: takes out the links of then or before that name it beside
 * an identifier of that person; whoever named it later has it again. Who that person is, is judged without what names
 * the identifier. A claim takes out claims only.
 */
export type Detach = {
  /** As that of a {@link Link}; an {@link Unlink} of it makes it undone. */
  readonly id: string
  readonly detach: Identifier
  readonly from: Identifier
  /** When it was stated, in epoch ms. Of the same time is before what comes first by the order of the event's ids. */
  readonly time: number
  readonly authority: 'claim' | 'verified'
}

/**
 * Deletes an identifier for good, with all links that name it, also those that come later. To know it again its value is
 * kept, as a statement like any other.
 */
export type Forget = { readonly forget: Identifier }

/** All that can be said to the graph. What follows depends on the set of statements, never on order or repetition. */
export type Statement = Link | Unlink | Detach | Forget

/**
 * Identifiers that belong together. `id` is the `user` value that a verified link names (the first one stated, if a
 * merge has brought several), else the oldest identifier: UUIDv7s in their order, then the others as text, with the
 * namespace in front: `anonymous:0198...`. Every other identifier of the person is an alias that answers too.
 */
export type Person = { readonly id: string; readonly identifiers: readonly Identifier[] }

/** Most identifiers of one namespace in one person; with a window, most that were first seen within less than that time. */
export type Limit = { readonly max: number; readonly windowMs?: number }

/** What links must not do. One that would is refused, and listed as a {@link Conflict}. */
export type Rules = {
  /** Namespaces with at most one value in a person, verified merges aside. Default `['user']`. */
  readonly unique?: readonly string[]
  /** By namespace. Default none; `{ anonymous: { max: 5, windowMs: 7 * 86_400_000 } }` is what Segment advises. */
  readonly limits?: { readonly [namespace: string]: Limit }
  /** Most identifiers of a person. Default 1,000. */
  readonly maxIdentifiers?: number
  /** Most `merge` links that hold one person together. Default 100. */
  readonly maxMerges?: number
  /**
   * The most telling namespaces first: of the links of one event, that with the least telling identifier is considered
   * last, and so refused first. Namespaces not named come after. Default user, email, phone, loyalty, order, anonymous.
   */
  readonly priority?: readonly string[]
  /**
   * A `handoff` code joins those who name it within this time after the first of them. Default 900,000
   * (15 minutes): the longest that a page lets its codes live (`expiresInMs`) belongs here.
   */
  readonly handoffMs?: number
  /** Identifiers that stand for nobody. Default: what `identify` refuses too (`null`, `0`, `test@test.com` ...). */
  readonly isJunk?: (identifier: Identifier) => boolean
}

/** The rule that a refused link would have broken. */
export type BrokenRule =
  | 'junk' // it names an identifier that stands for nobody
  | 'handoff' // the code had expired
  | 'unverifiedMerge' // two customers, and no server has said so
  | 'firstOwner' // the identifier belongs to another customer already
  | 'unique' // it would put two values of a unique namespace in one person
  | 'limit' // too many identifiers of one namespace
  | 'identifiers' // too many identifiers
  | 'merges' // too many merges

/** A link that was refused. */
export type Conflict = {
  readonly link: Link
  readonly rule: BrokenRule
  /** The same as a sentence. */
  readonly reason: string
  /** The links that stand against it, in order; empty where only a number does. */
  readonly against: readonly Link[]
}

/** Why two identifiers are one person, or are not. */
export type Explanation = {
  readonly isSame: boolean
  /** The shortest way of links from the one to the other; empty if they are not the same. */
  readonly links: readonly Link[]
  /** Refused links between their two persons. */
  readonly conflicts: readonly Conflict[]
}

/** What {@link resolve} answers. */
export type Resolution = { readonly persons: readonly Person[]; readonly conflicts: readonly Conflict[] }
