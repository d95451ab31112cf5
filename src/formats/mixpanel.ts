// The wire format of Mixpanel: /track for events, /engage for profiles, /groups for groups.
// Pure. Facts: a form needs no preflight; an answer speaks of the whole request; nothing older than 5 days is taken.

import type { Event, Format } from '../types.js'
import { checkOptions } from './checkOptions.js'
import { extraOf, forgotten, hostOf, utmOf } from './describeEvent.js'
import { checkAge, inBytes, refuse } from './oneRequest.js'
import { readAnswer } from './readAnswer.js'

/** Options of {@link mixpanel}. */
export type MixpanelOptions = {
  /** The token of the project; it is public. */
  readonly token: string
  /** Default `https://api-js.mixpanel.com`; in the EU `https://api-eu.mixpanel.com`. Or a proxy of yours, with its path. */
  readonly url?: string
  /** The group key of the groups of `group()`. Default `company`. */
  readonly groupKey?: string
}

const system = 'Mixpanel'
const maxAgeMs = 5 * 86_400_000

/**
 * Mixpanel, for projects with Simplified ID Merge (the default since 2023). What arrives:
 *
 * - `page`: `$mp_web_page_view`; `track`: an event of that name with its properties; both with the page and the campaign.
 * - Every event has `$device_id` (the anonymous id) and, once known, `$user_id`. The first one with both is the link:
 *   Mixpanel then counts the history of the device to that user. A device is linked once, two users never.
 * - `identify` without traits: `$identify`, which has both ids. With traits: `$set` of the profile; the link is then made
 *   by the next event.
 * - `link`, `unlink`: `$set` and `$unset` of a profile property, named after the namespace. `group`: `$set` of a group's profile.
 * - `forget`: an event `Person Forgotten`, for your server, because to delete takes a secret.
 * - Commerce events keep their names and properties: Mixpanel has none of its own.
 *
 * The id of the event is its `$insert_id`, by which a repeat is told apart. Stream, number, channel, touchpoint and
 * identifiers are in the property `throughline`. There is no time of sending, so the visitor's clock is believed.
 *
 * What does not arrive: properties named `token`, `time`, `distinct_id` or `throughline`, which have a meaning of their own; that a person belongs
 * to a group, unless each event has the group key as a property. `merge` is refused, because merging two users takes a secret; so is what is older than 5 days.
 * Changes of profiles have no time: the last one that arrives stays.
 */
export function mixpanel({ token, url = 'https://api-js.mixpanel.com', groupKey = 'company' }: MixpanelOptions): Format {
  checkOptions('mixpanel', { url, token })
  return {
    maxEvents: 200,
    maxBytes: 400_000,
    encode: (events, sentAt) => {
      const path = pathOf(events[0]!)
      if (events.some((event) => pathOf(event) !== path)) refuse(system, 'takes events and profiles in requests of their own')
      const items = events.map((event) => JSON.stringify(path === '/track' ? toEvent(event, token, sentAt) : toProfile(event, token, groupKey)))
      return {
        url: `${url.replace(/\/$/, '')}${path}?verbose=1&ip=1`,
        contentType: 'application/x-www-form-urlencoded;charset=UTF-8',
        // Of one event Mixpanel takes 1 MB; as a form it is longer.
        body: inBytes(system, `data=${encodeURIComponent(`[${items}]`)}`, 3_000_000),
      }
    },
    verdict: (response) =>
      readAnswer(response, (answer) => {
        if (response.status > 299) return
        // Its terse answer is the number alone.
        const said = answer.status ?? answer
        return said === 0 ? { batch: 'split', reason: `${answer.error ?? 'no reason given'}` } : undefined
      }),
  }
}

function pathOf({ type, traits = {} }: Event): string {
  if (type === 'group') return '/groups'
  return type === 'link' || type === 'unlink' || (type === 'identify' && Object.keys(traits).length) ? '/engage' : '/track'
}

/** It has to have one: without a visitor it is the event's own. */
const distinctId = ({ id, identity: { userId, anonymousId } }: Event): string => userId ?? (anonymousId ? `$device:${anonymousId}` : id)

function toEvent(event: Event, token: string, sentAt: number): unknown {
  const { id, type, name, time, identity, context } = event
  const { page, screen, locale, library } = context
  if (type === 'merge') refuse(system, 'merges two users only for who has a secret: leave merge() out')
  checkAge(system, event, sentAt, maxAgeMs)
  const isView = type === 'page'
  return {
    event: isView ? '$mp_web_page_view' : type === 'identify' ? '$identify' : type === 'forget' ? forgotten : name,
    properties: {
      ...(isView && { current_page_title: page.title, current_domain: hostOf(page.url), current_url_path: page.path }),
      $current_url: page.url,
      $referrer: page.referrer,
      $referring_domain: hostOf(page.referrer),
      ...utmOf(event),
      $screen_width: screen?.width,
      $screen_height: screen?.height,
      $locale: locale,
      // What the site says of the event itself counts more than what the page says of itself.
      ...event.properties,
      ...(isView && name && { name }),
      token,
      time: time / 1000,
      distinct_id: distinctId(event),
      $device_id: identity.anonymousId,
      $user_id: identity.userId,
      $insert_id: id,
      ...(type === 'identify' && { $identified_id: identity.userId, $anon_distinct_id: identity.anonymousId && `$device:${identity.anonymousId}` }),
      mp_lib: library.name,
      $lib_version: library.version,
      throughline: extraOf(event),
    },
  }
}

function toProfile(event: Event, $token: string, groupKey: string): unknown {
  const { type, name = '', properties, traits = {}, identity } = event
  if (type === 'group') return { $token, $group_key: groupKey, $group_id: name, $set: traits }
  const who = { $token, $distinct_id: distinctId(event), $device_id: identity.anonymousId, $user_id: identity.userId }
  return type === 'unlink' ? { ...who, $unset: [name] } : { ...who, $set: type === 'link' ? { [name]: properties?.value } : traits }
}
