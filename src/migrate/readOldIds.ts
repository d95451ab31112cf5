// What other libraries have left in this browser: the id by which each of them knows the visitor.
// Reads cookies and localStorage and changes neither; what cannot be read is not there.

/** The libraries whose ids can be taken over. */
export type OldLibrary = 'segment' | 'rudderstack' | 'posthog' | 'mixpanel' | 'amplitude' | 'snowplow' | 'ga'

/** One id that a library has left. */
export type OldId = {
  readonly library: OldLibrary
  /** The visitor before any login. */
  readonly anonymousId: string
  /** The customer, where the library knows one. */
  readonly userId?: string | undefined
}

type Entry = readonly [key: string, value: string]
type Bag = { readonly [key: string]: unknown }

/** The ids of these libraries, in the order in which they are named. */
export function readOldIds(from: readonly OldLibrary[]): OldId[] {
  const entries = [...cookies(), ...stored()]
  return from.flatMap((library) => {
    const [anonymousId, userId] = readers[library](entries)
    return anonymousId ? [{ library, anonymousId, userId }] : []
  })
}

type Reader = (entries: readonly Entry[]) => readonly [anonymousId?: string | undefined, userId?: string | undefined]

/** Where each of them keeps it, as found in what they publish. */
const readers: { readonly [library in OldLibrary]: Reader } = {
  segment: (entries) => [plain(valueOf(entries, 'ajs_anonymous_id')), plain(valueOf(entries, 'ajs_user_id'))],
  rudderstack: (entries) => [rudder(valueOf(entries, 'rl_anonymous_id')), rudder(valueOf(entries, 'rl_user_id'))],
  posthog(entries) {
    const { distinct_id: distinct, $device_id: device, $user_state: state } = bagOf(valueOf(entries, /^ph_.+_posthog$/))
    return state === 'identified' ? [textOf(device), textOf(distinct)] : [textOf(distinct) ?? textOf(device)]
  },
  mixpanel(entries) {
    const { distinct_id: distinct, $device_id: device, $user_id: user } = bagOf(valueOf(entries, /^mp_.+_mixpanel$/))
    return [textOf(device) ?? textOf(distinct)?.replace(/^\$device:/, ''), textOf(user)]
  },
  amplitude(entries) {
    const { deviceId, userId } = bagOf(decodeURIComponent(fromBase64(valueOf(entries, /^AMP_[^_]+$/))))
    return [textOf(deviceId), textOf(userId)]
  },
  // The domain's user id, and behind it times and counters.
  snowplow: (entries) => [textOf(valueOf(entries, /^_sp_id\./)?.split('.')[0])],
  // `GA1.1.` and the client id, which is a random number and a time.
  ga: (entries) => [/\d+\.\d+$/.exec(valueOf(entries, '_ga') ?? '')?.[0]],
}

const valueOf = (entries: readonly Entry[], name: string | RegExp): string | undefined =>
  entries.find(([key, value]) => value && (typeof name === 'string' ? key === name : name.test(key)))?.[1]

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/** As JSON or without quotes: cookies hold the one, localStorage the other. */
function plain(text = ''): string | undefined {
  try {
    return textOf(JSON.parse(text))
  } catch {
    return textOf(text)
  }
}

const rudder = (text = ''): string | undefined => {
  const coded = plain(text) ?? ''
  return coded.startsWith('RS_ENC_v3_') ? plain(fromBase64(coded.slice(10))) : coded.startsWith('Rudder') ? undefined : plain(coded)
}

function bagOf(text = ''): Bag {
  try {
    return (JSON.parse(text) as Bag | null) ?? {}
  } catch {
    return {}
  }
}

function fromBase64(text = ''): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)))
  } catch {
    return ''
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function cookies(): Entry[] {
  try {
    return document.cookie.split('; ').map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decoded(name), decoded(value.join('='))]
    })
  } catch {
    return [] // a sandboxed frame
  }
}

function stored(): Entry[] {
  try {
    return Object.entries(localStorage) as Entry[]
  } catch {
    return [] // refused
  }
}
