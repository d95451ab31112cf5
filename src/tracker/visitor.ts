// Who is here, the same on disk, in the cookie and in the other tabs, as far as consent lets it be kept.
// Owns how these are brought into step; what changes an identity is in identity/.

import type { EventIds } from '../event/eventId.js'
import { createIdentityKeeper, type IdentityKeeper } from '../identity/keeper.js'
import { type IdentityState, isNewer, succeed } from '../identity/state.js'
import type { Outbox } from '../outbox/outbox.js'
import type { Channel } from '../page/channel.js'
import { createIdCookie } from '../page/cookie.js'
import type { Settings } from '../options.js'
import type { UseDisk } from '../store/idb.js'
import type { Key, Store } from '../store/store.js'
import type { Identity } from '../types.js'
import type { ConsentGate } from './consentGate.js'

const identityKey: Key = ['identity']
export const consentKey: Key = ['consent']
/** Less than a login. */
const followingWeight = 100

/** The neighbours of the visitor. */
export type VisitorPorts = {
  readonly settings: Settings
  readonly allowed: ConsentGate
  readonly store: Store
  /** The disk, whatever the consent; and the same as a store. */
  readonly disk: UseDisk
  readonly registry: Store
  readonly outbox: Outbox
  readonly ids: Pick<EventIds, 'stream'>
  readonly channel: Pick<Channel<{ readonly identity: IdentityState }>, 'post'>
  mint(): string
  fresh(): IdentityState
  /** Forgets what is to be sent. */
  clear(): void
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
  /** Whether the cookie says that another one is here than this page knows. */
  isOther(): boolean
  /** Takes the cookie away. */
  hide(): void
  /** Takes back what this page may have written after another tab, which heard the refusal, has wiped all and perhaps gone on. */
  retract(): void
}

/** Creates the visitor; nobody is known until `meet`. */
export function createVisitor({ settings, allowed, store, disk, registry, outbox, ids, channel, mint, fresh, clear, changed }: VisitorPorts): Visitor {
  const { isAny, isGranted } = allowed
  let isAlone = false // storage could not say who is here, so this page has a visitor of its own
  const cookie = createIdCookie(settings.name, settings.cookie)
  const mirror = (identity: IdentityState): void => {
    if (!isGranted()) return
    channel.post({ identity })
    cookie(identity.anonymousId)
  }
  const save = (identity: IdentityState): void => {
    // Before a login or logout, one who is nobody in particular must not take the place of the one on disk.
    if (isAlone && identity.version < 1000) return
    outbox.put(identityKey, identity)
    mirror(identity)
  }
  const keeper = createIdentityKeeper(settings.sessionTimeoutMs ?? 1_800_000, mint, save, changed, settings.session)
  /** Of whom the cookie says that they are here, if that is not who this state knows, or was rid of: another subdomain has another visitor. */
  const otherThan = (state: IdentityState | undefined): string | undefined => {
    const id = cookie()
    return id === state?.anonymousId || state?.former?.includes(id as string) ? undefined : id
  }
  /** Nothing of the one here is theirs. */
  const following = (id: string): IdentityState => ({ ...fresh(), anonymousId: id })
  return {
    keeper,
    isOther: () => isGranted() && !isAlone && !!otherThan(keeper.state()),
    hide: () => void cookie(''),
    retract() {
      const id = keeper.state()?.anonymousId
      if (!id) return
      if (cookie() === id) cookie('')
      const ours = (table: IDBObjectStore): (() => void) => {
        const said = table.get(consentKey)
        said.onsuccess = () => {
          // Whoever has consented anew has said so before anything else: then all but ours is of afterwards.
          if (said.result?.analytics === 'granted') for (const kind of ['event', 'ledger']) table.delete(IDBKeyRange.bound([kind, ids.stream], [kind, ids.stream, []]))
          else {
            table.clear()
            if (said.result) table.put(said.result, consentKey)
          }
        }
        return () => {}
      }
      void disk('readwrite', ours, true).catch(() => {})
      void registry.exchange<Partial<IdentityState>>(identityKey, (old) => (old?.anonymousId === id ? {} : undefined))
    },
    hear(identity) {
      // Written again, because a change of ours may have come to the disk, or into the cookie, after theirs.
      if (!isGranted() || isAlone || !keeper.adopt(identity)) return
      outbox.put(identityKey, identity)
      cookie(identity?.anonymousId)
    },
    async meet(isAgain) {
      const mode = allowed.consent().analytics
      // One transaction, because two tabs may be the first at once, and only one of them may mint; and because who is in the
      // cookie, but not on disk by now, is not somebody whose login another tab is writing.
      const decide = (old?: IdentityState): IdentityState | undefined => {
        if (!isGranted()) return
        const ours = keeper.state()
        const isOurs = !old?.anonymousId || (ours && !isAlone && isNewer(ours, old))
        const known = isOurs ? (ours ?? fresh()) : old
        const other = isAlone ? undefined : otherThan(known)
        // Who has just given way is no longer somebody to follow.
        const theirs = isOurs && other === old?.anonymousId ? undefined : other
        const next = theirs ? succeed(known, following(theirs), followingWeight) : known
        return next === old ? undefined : next
      }
      const stored = await store.exchange(identityKey, decide)
      if (!isAny(mode) || isAny('anonymous')) return isAny(mode)
      const state = keeper.state()
      if (!state || stored?.anonymousId === state.anonymousId) isAlone = !stored && isGranted()
      if ((!isAlone || !state) && keeper.adopt(stored ?? state ?? fresh())) {
        const isWithdrawn = state && keeper.state()!.born > state.born
        // Ours is older now; and after a refusal and a new grant so is all that this page still has in memory.
        outbox.forget(outbox.unsaved().flatMap(([key]) => (key[0] === 'identity' || (isWithdrawn && key[1] === ids.stream) ? [key] : [])))
        if (isWithdrawn) clear()
      }
      // Whoever was told of a new visitor may know an older one, of another library, and has put that into the cookie.
      const older = stored?.version === 1 && !isAlone && otherThan(keeper.state())
      if (older) keeper.change(() => following(older), followingWeight)
      else if (stored && !isAlone) mirror(keeper.state()!)
      // To see whether the disk takes anything; and what is not for the disk is for the next page of this tab.
      if ((isAgain || isAny('session')) && !isAlone) outbox.put(identityKey, keeper.state())
      return true
    },
  }
}
