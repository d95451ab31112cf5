// Who is here, the same on disk, in the cookie and in the other tabs, as far as consent lets it be kept.
// Owns how these are brought into step; what changes an identity is in identity/.

import { createIdentityKeeper, type IdentityKeeper } from '../identity/keeper.js'
import type { IdentityState } from '../identity/state.js'
import type { Outbox } from '../outbox/outbox.js'
import type { Channel } from '../page/channel.js'
import { createIdCookie } from '../page/cookie.js'
import type { Settings } from '../options.js'
import type { Key, Store } from '../store/store.js'
import type { Identity } from '../types.js'
import type { ConsentGate } from './consentGate.js'

const identityKey: Key = ['identity']

/** The neighbours of the visitor. */
export type VisitorPorts = {
  readonly settings: Settings
  readonly allowed: ConsentGate
  readonly store: Store
  readonly outbox: Outbox
  readonly channel: Pick<Channel<{ readonly identity: IdentityState }>, 'post'>
  mint(): string
  fresh(): IdentityState
  /** Told what the site can see of each change. */
  changed(identity: Identity): void
}

/** What {@link createVisitor} returns. */
export type Visitor = {
  readonly keeper: IdentityKeeper
  /** Another tab says who is here. */
  hear(identity: IdentityState | undefined): void
  /** Reads who is here, or lets a new visitor begin; false if consent has changed meanwhile. `isAgain`: storage has failed since. */
  meet(isAgain: boolean | undefined): Promise<boolean>
  /** Another subdomain may have another visitor by now. */
  follow(): void
  /** Takes the cookie away. */
  hide(): void
}

/** Creates the visitor; nobody is known until `meet`. */
export function createVisitor({ settings, allowed, store, outbox, channel, mint, fresh, changed }: VisitorPorts): Visitor {
  const { isAny, isGranted } = allowed
  let isAlone = false // storage could not say who is here, so this page has a visitor of its own
  const cookie = createIdCookie(settings.name, settings.cookie)
  const save = (identity: IdentityState): void => {
    // Before a login or logout, one who is nobody in particular must not take the place of the one on disk.
    if (isAlone && identity.version < 1000) return
    outbox.put(identityKey, identity)
    if (!isGranted()) return
    channel.post({ identity })
    cookie(identity.anonymousId)
  }
  const keeper = createIdentityKeeper(settings.sessionTimeoutMs ?? 1_800_000, mint, save, changed, settings.session)
  /** Nothing of the one here is theirs. Weighs less than a login here. */
  const follow = (): void => {
    if (!isGranted()) return
    const theirs = cookie()
    const isOld = (state: IdentityState): boolean => !theirs || theirs === state.anonymousId || !!state.former?.includes(theirs)
    const hasFollowed = isAlone || keeper.change((state) => (isOld(state) ? state : { ...fresh(), anonymousId: theirs! }), 100)
    if (!hasFollowed) cookie(keeper.state()?.anonymousId)
  }
  return {
    keeper,
    follow,
    hide: () => void cookie(''),
    hear(identity) {
      // Written again, because a change of ours may have come to the disk after theirs.
      if (isGranted() && !isAlone && keeper.adopt(identity)) outbox.put(identityKey, identity)
    },
    async meet(isAgain) {
      const mode = allowed.consent().analytics
      // One transaction, because two tabs may be the first at once, and only one of them may mint.
      const mintOnce = (old?: IdentityState): IdentityState | undefined => (old?.anonymousId || !isGranted() ? undefined : (keeper.state() ?? fresh()))
      const stored = await store.exchange(identityKey, mintOnce)
      if (!isAny(mode) || isAny('anonymous')) return isAny(mode)
      const state = keeper.state()
      if (!state || stored?.anonymousId === state.anonymousId) isAlone = !stored && isGranted()
      if ((!isAlone || !state) && keeper.adopt(stored ?? state ?? fresh())) outbox.forget([identityKey]) // ours is older now
      follow()
      // To see whether the disk takes anything; and what is not for the disk is for the next page of this tab.
      if ((isAgain || isAny('session')) && !isAlone) outbox.put(identityKey, keeper.state())
      return true
    },
  }
}
