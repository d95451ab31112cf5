// Whose memory it is: one person may come to be known by name, and nobody else ever gets what was kept of them.
// Pure.

import type { EventIdentity } from '../../types.js'

/** The person whom something is kept of. */
export type Owner = { readonly anonymousId: string; readonly userId?: string | undefined }

/** The person of an identity, if there is one. */
export const ownerOf = ({ anonymousId, userId }: Partial<EventIdentity>): Owner | undefined =>
  anonymousId ? { anonymousId, ...(userId && { userId }) } : undefined

/**
 * Whether what was kept of the one is the other's: the same visitor, who may have logged in since. Who has logged out, or
 * another customer on the same browser, is somebody else.
 */
export const isSamePerson = (kept: Owner | undefined, now: Owner | undefined): boolean =>
  !!kept && !!now && kept.anonymousId === now.anonymousId && (!kept.userId || kept.userId === now.userId)
