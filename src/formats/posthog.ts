// The wire format of PostHog: the batch endpoint, in the names that its own library uses.
// Pure. Facts: text/plain needs no preflight; one bad event fails the whole batch; `sent_at` corrects the clock.

import type { Event, Format } from '../types.js'
import { checkOptions, withPath } from './checkOptions.js'
import { extraOf, forgotten, hostOf, utmOf } from './describeEvent.js'
import { inBytes, refuse, toIso } from './oneRequest.js'
import { readAnswer } from './readAnswer.js'

/** Options of {@link posthog}. */
export type PosthogOptions = {
  /** The instance, such as `https://eu.i.posthog.com`; the path is added if there is none. */
  readonly url: string
  /** The project key, `phc_...`; it is public. */
  readonly apiKey: string
  /** Who gets a profile: those with a user id (default), as in PostHog's own library, or every visitor. */
  readonly profiles?: 'identified' | 'always'
  /** The type of the groups of `group()`. Default `company`. */
  readonly groupType?: string
}

const system = 'PostHog'
/** It cuts what is longer, and then two customers may have one id. */
const maxId = 200

/**
 * PostHog. What arrives:
 *
 * - `page`: `$pageview`; `track`: an event of that name with its properties; both with URL, referrer, campaign, screen,
 *   locale and timezone in PostHog's names.
 * - `identify`: `$identify` with the anonymous id as `$anon_distinct_id` and the traits as `$set`. PostHog merges the
 *   anonymous person into the known one, and never two known ones.
 * - `merge`: `$create_alias`, which PostHog refuses if the one it takes off is identified already, as its rules have it.
 * - `link`, `unlink`: `$set` and `$unset` of a property of the person, named after the namespace; that makes no alias, because
 *   PostHog would merge everybody who shares the value, for good.
 * - `group`: `$groupidentify`. `forget`: an event `Person Forgotten`, for your server, because to delete takes a secret.
 * - Commerce events keep their names and properties: PostHog has none of its own, revenue is chosen in its settings.
 *
 * The id of the event is its `uuid`, by which PostHog tells a repeat apart. Stream, number, channel, touchpoint and
 * identifiers are in the property `throughline`. An answer that says the quota is used up keeps everything and is reported.
 *
 * What does not arrive: that a person belongs to a group, unless each event has it in the property `$groups`; an event with an id of more than 200 characters is refused.
 */
export function posthog({ url, apiKey, profiles = 'identified', groupType = 'company' }: PosthogOptions): Format {
  checkOptions('posthog', { url, apiKey })
  const toItem = (event: Event): unknown => {
    const { id, type, name, time, stream, identity, context } = event
    const { anonymousId, sessionId } = identity
    // It has to have one: without a visitor it is the event's own.
    const userId = identity.userId ?? anonymousId ?? id
    const { page, screen, viewport, library } = context
    const own = ownOf(event, groupType)
    const properties = {
      $current_url: page.url,
      $host: hostOf(page.url),
      $pathname: page.path,
      title: page.title,
      $referrer: page.referrer ?? '$direct',
      $referring_domain: hostOf(page.referrer) ?? '$direct',
      ...utmOf(event),
      $browser_language: context.locale,
      $timezone: context.timezone,
      $screen_width: screen?.width,
      $screen_height: screen?.height,
      $viewport_width: viewport?.width,
      $viewport_height: viewport?.height,
      // What the site says of the event itself counts more than what the page says of itself: a film has a `title`, too.
      ...event.properties,
      ...own.properties,
      $session_id: sessionId,
      $pageview_id: stream,
      $device_id: anonymousId,
      $user_id: identity.userId,
      $process_person_profile: !(own.isAnonymous && profiles === 'identified' && !identity.userId),
      $lib: library.name,
      $lib_version: library.version,
      throughline: extraOf(event),
    }
    const distinctId = type === 'merge' ? `${event.properties?.into}` : userId
    for (const each of [distinctId, `${own.properties?.alias ?? ''}`]) if (each.length > maxId) refuse(system, `takes ids of ${maxId} characters, and this has ${each.length}`)
    return { event: own.event ?? name, uuid: id, distinct_id: distinctId, timestamp: toIso(time), properties }
  }
  return {
    maxEvents: 250,
    maxBytes: 400_000,
    encode: (events, sentAt) => ({
      url: withPath(url, '/batch/'),
      contentType: 'text/plain;charset=UTF-8',
      // A tenth of what it takes, because a body this long has not much time on its way.
      body: inBytes(system, `{"api_key":${JSON.stringify(apiKey)},"sent_at":"${toIso(sentAt)}","batch":[${events.map((event) => JSON.stringify(toItem(event)))}]}`, 2_000_000),
    }),
    verdict: (response) =>
      readAnswer(response, (answer) => {
        if (response.status > 299 || !answer.quota_limited?.includes?.('events')) return
        return { batch: 'pause', reason: 'the quota of the project is used up' }
      }),
  }
}

type Own = { readonly event?: string; readonly isAnonymous?: boolean; readonly properties?: { readonly [key: string]: unknown } }

/** What this kind of event has of its own. */
function ownOf({ type, name = '', properties: { value, from, into } = {}, traits, identity }: Event, groupType: string): Own {
  const set = (what: object): Own => ({ event: '$set', properties: { value: undefined, encoding: undefined, ...what } })
  if (type === 'page') return { event: '$pageview', isAnonymous: true, properties: name ? { name } : {} }
  if (type === 'identify') return { event: '$identify', properties: { $anon_distinct_id: identity.anonymousId, $set: traits } }
  if (type === 'link') return set({ $set: { [name]: value } })
  if (type === 'unlink') return set({ $unset: [name] })
  if (type === 'merge') return { event: '$create_alias', properties: { alias: from, distinct_id: into, from: undefined, into: undefined } }
  if (type === 'forget') return { event: forgotten }
  if (type === 'group') return { event: '$groupidentify', properties: { $group_type: groupType, $group_key: name, $group_set: traits } }
  return { isAnonymous: true }
}
