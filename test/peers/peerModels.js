// The documented rules of three others, each as a small model: what the SDK sends, and what the server makes of it.
// Rules as documented, not faults as measured; each says where it comes from.

/** @typedef {import('./runScenario.js').Model} Model */
/** @typedef {import('./runScenario.js').SentEvent} SentEvent */

/** Sets of ids that know what was seen by whom, and become one. */
function createProfiles() {
  /** @type {Map<string, any>} */
  const byId = new Map()
  return {
    byId,
    /** @param {readonly string[]} ids */
    of: (ids) => [...new Set(ids.flatMap((id) => byId.get(id) ?? []))],
    /** @param {readonly any[]} found the first one stays @param {readonly string[]} ids */
    join(found, ids) {
      const profile = found[0] ?? { ids: new Set(), views: [] }
      for (const other of found.slice(1)) profile.views.push(...other.views)
      for (const id of [...found.slice(1).flatMap((other) => [...other.ids]), ...ids]) {
        byId.set(id, profile)
        profile.ids.add(id)
      }
      return profile
    },
    /** @returns {Map<string, string>} */
    people: () => new Map([...new Set(byId.values())].flatMap((profile, i) => profile.views.map((/** @type {string} */ view) => [view, `${i}`]))),
  }
}

/** Once each: all three drop repeated events by their ids. @param {readonly SentEvent[]} events */
const once = (events) => [...new Map(events.map((event) => [event.id, event])).values()]

/** @param {any} device */
const idsOf = ({ anonymousId, userId }) => ({ anonymousId, userId })

/** What two of them send alike: an identifier beside the ids, and an anonymous id that a URL sets. @type {(step: import('./scenarios.js').Step, world: Pick<import('./runScenario.js').World, 'device' | 'tokens'>) => any[]} */
function sendAlike(step, { device, tokens }) {
  if (step.do === 'link') return [{ ...idsOf(device), more: { [/** @type {string} */ (step.namespace)]: step.what } }]
  if (step.do === 'decorate') tokens.set(step.what ?? '', device.anonymousId)
  if (step.do === 'arrive') device.anonymousId = tokens.get(step.what ?? '')
  return []
}

/**
 * SDK: `identify` of another user and `reset` make a new anonymous id; `ajs_aid` in a URL sets it
 * (segment.com/docs/connections/sources/catalog/libraries/website/javascript). Unify: look up the profiles of all ids of
 * an event, create, add or merge; one `user_id`, five of anything else; what would exceed that loses the event's least
 * id and tries again; blocked values; `alias` does not merge (segment.com/docs/unify/identity-resolution).
 * @type {Model}
 */
export const segment = {
  name: 'Segment',
  silent: ['showCode', 'takeCode', 'claimMerge', 'verifyMerge', 'undoMerge'],
  apart: ['forget'],
  send(step, { device, tokens, mint }) {
    device.anonymousId ??= mint()
    const before = device.before ?? {}
    device.before = { anonymousId: device.anonymousId, userId: device.userId }
    if (step.do === 'sees') return [{ view: step.what, ...idsOf(device) }]
    if (step.do === 'login') {
      if (step.stale) Object.assign(device, before)
      else if (device.userId && device.userId !== step.what) device.anonymousId = mint()
      device.userId = step.what
      return [idsOf(device)]
    }
    if (step.do === 'logout') Object.assign(device, { anonymousId: mint(), userId: undefined })
    return sendAlike(step, { device, tokens })
  },
  people(events) {
    const profiles = createProfiles()
    const isBlocked = (/** @type {string} */ value) => /^([0-]*|-1|null|anonymous)$/.test(value)
    for (const { view, anonymousId, userId, more } of once(events)) {
      // Ranks: user_id, email, then by the alphabet; the last goes first.
      const named = Object.entries({ 'user_id': userId, ...more, 'anonymous_id': anonymousId })
      const rank = (/** @type {string} */ type) => (type === 'user_id' ? '0' : type === 'email' ? '1' : `2${type}`)
      let ids = named.filter(([, value]) => value && !isBlocked(value)).sort(([x], [y]) => (rank(x) < rank(y) ? -1 : 1)).map(([type, value]) => `${type} ${value}`)
      for (;;) {
        const found = profiles.of(ids)
        const all = [...new Set([...ids, ...found.flatMap((profile) => [...profile.ids])])]
        const types = all.map((id) => id.split(' ')[0])
        const isOver = types.some((type) => types.filter((each) => each === type).length > (type === 'user_id' ? 1 : 5))
        if (isOver && ids.length > 1) {
          ids = ids.slice(0, -1)
          continue
        }
        if (ids.length > 0) {
          const profile = profiles.join(found, ids)
          if (view) profile.views.push(view)
        }
        break
      }
    }
    return profiles.people()
  },
}

/**
 * SDK: `identify` of another user and `reset` keep the anonymous id; `ajs_aid` in a URL sets it
 * (rudderstack.com/docs/sources/event-streams/sdks/rudderstack-javascript-sdk). Stitching: whatever appears together is
 * connected, and connected components are people (rudderstack.com/docs/profiles/identity-stitching).
 * @type {Model}
 */
export const rudderstack = {
  name: 'RudderStack',
  silent: ['showCode', 'takeCode', 'claimMerge', 'verifyMerge', 'undoMerge'],
  apart: ['forget'],
  send(step, { device, tokens, mint }) {
    device.anonymousId ??= mint()
    if (step.do === 'sees') return [{ view: step.what, ...idsOf(device) }]
    if (step.do === 'logout') device.userId = undefined
    if (step.do === 'login') return (device.userId = step.what), [idsOf(device)]
    return sendAlike(step, { device, tokens })
  },
  people(events) {
    const profiles = createProfiles()
    for (const { view, anonymousId, userId, more } of once(events)) {
      const ids = Object.entries({ 'user_id': userId, ...more, 'anonymous_id': anonymousId }).filter(([, value]) => value).map(([type, value]) => `${type} ${value}`)
      const profile = profiles.join(profiles.of(ids), ids)
      if (view) profile.views.push(view)
    }
    return profiles.people()
  },
}

/**
 * SDK: the first `identify` sends the anonymous id along, a later one of another user does not; `reset` makes a new id;
 * a site passes its id to another in the URL (posthog.com/docs/product-analytics/identify, .../advanced/cross-domain-tracking).
 * Server: `$identify` and aliases merge into the named person unless the other one is identified already; only
 * `$merge_dangerously` does, and cannot be undone; ids such as `null` are refused (posthog.com/docs/product-analytics/identify).
 * @type {Model}
 */
export const posthog = {
  name: 'PostHog',
  silent: ['showCode', 'takeCode', 'undoMerge'],
  apart: ['forget'],
  send(step, { device, tokens, mint }) {
    device.id ??= mint()
    const before = device.before ?? {}
    device.before = { id: device.id, isIdentified: device.isIdentified }
    if (step.do === 'sees') return [{ view: step.what, userId: device.id }]
    if (step.do === 'logout') Object.assign(device, { id: mint(), isIdentified: false })
    if (step.do === 'login') {
      if (step.stale) Object.assign(device, before)
      const old = device.id
      const isFirst = !device.isIdentified
      if (refusedIds.has(step.what ?? '')) return []
      Object.assign(device, { id: step.what, isIdentified: true })
      return isFirst ? [{ userId: device.id, more: { other: old } }] : []
    }
    if (step.do === 'link') return [{ userId: device.id, more: { other: step.what } }]
    if (step.do === 'claimMerge') return [{ userId: step.into, more: { other: step.what } }]
    if (step.do === 'verifyMerge') return [{ userId: step.into, more: { other: step.what, isForced: true } }]
    if (step.do === 'decorate') tokens.set(step.what ?? '', device.id)
    if (step.do === 'arrive') device.id = tokens.get(step.what ?? '')
    return []
  },
  people(events) {
    const profiles = createProfiles()
    for (const { view, userId, more } of once(events)) {
      const id = /** @type {string} */ (userId)
      const profile = profiles.join(profiles.of([id]), [id])
      if (view) profile.views.push(view)
      if (!more) continue
      const [other] = profiles.of([more.other])
      if (!other || more.isForced || !other.isIdentified) profiles.join(other && other !== profile ? [profile, other] : [profile], [more.other])
      profile.isIdentified = true
    }
    return profiles.people()
  },
}

const refusedIds = new Set(['anonymous', 'guest', 'undefined', 'true', 'false', 'null', '0', 'NaN', '[object Object]'])
