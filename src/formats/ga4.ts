// The wire format of Google Analytics 4: its Measurement Protocol, by way of an endpoint of the site's own.
// Pure, and without a secret: that endpoint adds `measurement_id` and `api_secret`, and passes the body on.

import type { Event, Format, Json } from '../types.js'
import { checkOptions, fail } from './checkOptions.js'
import { commerceNames } from './commerceNames.js'
import { timeOf, toScalar } from './describeEvent.js'
import { checkAge, inBytes, inCommon, refuse } from './oneRequest.js'
import { readAnswer } from './readAnswer.js'
import { compact, readOrder } from './readOrder.js'

/** Options of {@link ga4}. */
export type Ga4Options = {
  /** An endpoint of your own that adds the secret and passes the body on to Google. */
  readonly url: string
}

const system = 'GA4'
const maxAgeMs = 72 * 3_600_000
const maxParams = 25
const maxValue = 100
const reserved = /^(_|google_|ga_|firebase_|gtag\.)|^(ad_(activeview|click|exposure|impression|query)|adunit_exposure|app_(clear_data|install|remove|update)|error|first_(open|visit)|in_app_purchase|notification_(dismiss|foreground|open|receive)|os_update|screen_view|session_start|user_engagement)$/
const reservedTraits = /^(_|google_|ga_|firebase_)|^(first_(open|visit)_time|last_deep_link_referrer|user_id|first_open_after_install)$/

/**
 * Google Analytics 4. What arrives:
 *
 * - `page`: `page_view`. `track`: an event of that name in GA4's spelling (`Plan Chosen` is `plan_chosen`); a standard
 *   commerce event under GA4's own (`Order Completed` is `purchase`) with `items`, `currency`, `value` (without tax
 *   and shipping), `tax`, `shipping` and `transaction_id`, by which Google tells a repeated purchase apart.
 * - `identify`: `login`, with the user id, and the traits as user properties. `group`: `join_group`.
 * - The anonymous id is the `client_id`, the customer the `user_id`. A request has one of each, so what two people did goes
 *   in two requests.
 *
 * Limits: of an event GA4 takes 25 parameters, of a text 100 characters, no lists and objects. What is over that is cut (objects
 * arrive as JSON), and the names of what was cut are in the parameter `cut`.
 *
 * What does not arrive: stream, number, channel and touchpoint. Refused are `link`, `unlink` and `merge`, which GA4 does not
 * know, names that Google keeps for itself, and what is older than 72 hours. Google answers yes to everything: only an
 * endpoint that asks its validation server, and answers with what that says, makes us see what it refuses. It has no id for
 * an event: what is sent again because an answer was lost counts twice, but for purchases.
 */
export function ga4({ url }: Ga4Options): Format {
  checkOptions('ga4', { url })
  if (/api_secret|google-analytics\.com/.test(url)) fail('ga4', 'url must be an endpoint of your own that adds api_secret: a secret must not be in a page')
  return {
    maxEvents: 25,
    maxBytes: 120_000,
    encode(events, sentAt) {
      inCommon(system, events, ({ identity }) => `${identity.anonymousId} ${identity.userId}`)
      const { anonymousId, userId } = events[0]!.identity
      const traits = Object.assign({}, ...events.map((event) => (event.type === 'identify' ? event.traits : {}))) as { [name: string]: Json }
      const properties = Object.entries(traits).filter(([name, value]) => value !== null && !reservedTraits.test(name)).slice(0, maxParams)
      const body = JSON.stringify({
        client_id: anonymousId,
        user_id: userId,
        timestamp_micros: Math.round(events[0]!.time) * 1000,
        user_properties: properties.length ? Object.fromEntries(properties.map(([name, value]) => [toName(name).slice(0, 24), { value: cutText(toScalar(value), 36) }])) : undefined,
        events: undefined,
      })
      const items = events.map((event) => JSON.stringify(toItem(event, sentAt)))
      return { url, contentType: 'text/plain;charset=UTF-8', body: inBytes(system, `${body.slice(0, -1)},"events":[${items}]}`, 129_000) }
    },
    verdict: (response, events) =>
      readAnswer(response, (answer) => {
        const [first] = answer.validationMessages ?? []
        if (response.status > 299 || !first) return
        const reason = `${first.fieldPath ?? ''} ${first.description ?? ''}`.trim()
        const index = /events[.[](\d+)/.exec(`${first.fieldPath}`)?.[1]
        const wrong = index === undefined ? undefined : events[+index]
        // Nothing of a request that it finds fault with has been passed on.
        return wrong ? { batch: 'accepted', events: Object.fromEntries(events.map((event) => [event.id, event === wrong ? 'rejected' : 'retry'])), reason } : { batch: 'split', reason }
      }),
  }
}

/** As GA4 spells it; what begins with a digit cannot be spelled. */
const toName = (name: string): string => name.trim().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '').toLowerCase().slice(0, 40)

const cutText = <T>(value: T, most: number): T | string => (typeof value === 'string' ? value.slice(0, most) : value)

function nameOf({ type, name = '' }: Event): string {
  if (type === 'page') return 'page_view'
  if (type === 'identify') return 'login'
  if (type === 'group') return 'join_group'
  if (type !== 'track') return refuse(system, `knows no ${type}(): leave it out`)
  const spelled = commerceNames[name]?.[0] ?? toName(name)
  if (!/^\p{L}/u.test(spelled) || reserved.test(spelled)) refuse(system, `takes no event named "${name}": it must begin with a letter, and some names are Google's own`)
  return spelled
}

function toItem(event: Event, sentAt: number): unknown {
  const { type, name = '', time, identity, context, properties = {} } = event
  checkAge(system, event, sentAt, maxAgeMs)
  const { page, locale, screen } = context
  const started = timeOf(identity.sessionId)
  const own = commerceNames[name] && type === 'track' ? commerceOf(event) : properties
  const params: { [name: string]: unknown } = {}
  const cut: string[] = []
  const add = (key: string, value: unknown, most = maxValue): void => {
    if (value === undefined || value === null || key in params) return
    if (Object.keys(params).length >= maxParams - 1) return void cut.push(key)
    const scalar = key === 'items' ? value : toScalar(value as Json)
    params[key] = cutText(scalar, most)
    if (params[key] !== scalar) cut.push(key)
  }
  add('page_location', page.url, 1000)
  add('page_title', page.title, 300)
  add('page_referrer', page.referrer, 420)
  // Without these two it is in no session, and in no report of the present.
  add('session_id', started && Math.floor(started / 1000))
  add('engagement_time_msec', 1)
  add('language', locale?.toLowerCase())
  add('screen_resolution', screen && `${screen.width}x${screen.height}`)
  if (type === 'group') add('group_id', name)
  for (const [key, value] of Object.entries(own)) add(toName(key), value)
  return { name: nameOf(event), timestamp_micros: Math.round(time) * 1000, params: { ...params, ...(cut.length && { cut: cut.join().slice(0, maxValue) }) } }
}

/** A commerce event in GA4's words; what GA4 has no word for stays as it is. */
function commerceOf(event: Event): { readonly [name: string]: unknown } {
  const { products: _p, order_id: _o, total: _t, revenue: _r, subtotal: _s, query, ...rest } = event.properties ?? {}
  const { id, net, products, ...order } = readOrder(event)
  const { gross: _g, discount: _d, ...money } = order
  const items = products.map(({ id: item_id, name: item_name, category: item_category, brand: item_brand, variant: item_variant, position: index, ...item }) =>
    compact({ item_id, item_name, item_category, item_brand, item_variant, index, ...item }))
  // One product is in `items`, and not beside it as well.
  const about = _p ? rest : Object.fromEntries(Object.entries(rest).filter(([key]) => !(products.length && /^(product_id|sku|name|category|brand|variant|price|quantity|position|coupon)$/.test(key))))
  return compact({ transaction_id: id, value: net, ...money, search_term: query, items: items.length ? items : undefined, ...about })
}
