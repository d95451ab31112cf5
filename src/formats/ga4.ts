// The wire format of Google Analytics 4: its Measurement Protocol, by way of an endpoint of the site's own.
// Pure, and without a secret: that endpoint adds `measurement_id` and `api_secret`, and passes the body on.

import type { Event, Format, Json } from '../types.js'
import { fail } from './checkOptions.js'
import { own, timeOf, toScalar } from './describeEvent.js'
import { checkAge, inBytes, refuse } from './oneRequest.js'
import { readAnswer } from './readAnswer.js'
import { readOrder } from './readOrder.js'

/** Options of {@link ga4}. */
export type Ga4Options = {
  /** An endpoint of your own that adds the secret and passes the body on to Google. */
  readonly url: string
}

const system = 'GA4'
/** Standard commerce events and what GA4 calls them. */
const commerce: { readonly [name: string]: string } = {
  'Products Searched': 'search',
  'Product List Viewed': 'view_item_list',
  'Product Viewed': 'view_item',
  'Product Clicked': 'select_item',
  'Product Added': 'add_to_cart',
  'Product Added to Wishlist': 'add_to_wishlist',
  'Product Removed': 'remove_from_cart',
  'Cart Viewed': 'view_cart',
  'Checkout Started': 'begin_checkout',
  'Order Completed': 'purchase',
  'Order Refunded': 'refund',
}
const maxAgeMs = 72 * 3_600_000
const maxParams = 25
const maxValue = 100
const maxPageValue = 420
/** Of events and of traits: what cannot be spelled, and what Google keeps for itself. */
const reserved = /^([^a-z]|$|(google|ga|firebase)_|(ad_(activeview|click|exposure|impression|query)|app_(clear_data|install|remove|update)|error|first_(open|visit)|in_app_purchase|notification_(dismiss|foreground|open|receive)|screen_view|session_start|user_engagement|user_id)$)/

/**
 * Google Analytics 4. What arrives:
 *
 * - `page`: `page_view`, with the name as `page_name`. `track`: an event of that name in GA4's spelling (`Plan Chosen` is `plan_chosen`); a standard
 *   commerce event under GA4's own (`Order Completed` is `purchase`) with `items`, `currency`, `value` (without tax
 *   and shipping), `tax`, `shipping` and `transaction_id`, by which Google tells a repeated purchase apart.
 * - `identify`: `login`, with the user id, and the traits as user properties. `group`: `join_group`.
 *   `forget`: `person_forgotten`, for your server, because to delete takes a secret.
 * - Whether `marketing` is granted: as consent to `ad_user_data` and `ad_personalization`; not, if one event of a request says so.
 * - The anonymous id is the `client_id`, the customer the `user_id`. A request has one of each, so what two people did goes
 *   in two requests.
 *
 * Limits: of an event GA4 takes 25 parameters, of a text 100 characters (of page addresses and titles 420), no lists and objects. What is over that is cut (objects
 * arrive as JSON), and the names of what was cut are in the parameter `cut`; what an order is counted by comes first. Traits are cut to 36 characters.
 *
 * What does not arrive: traits after the 25th; stream, number, channel and touchpoint. Refused are `link`, `unlink` and `merge`, which GA4 does not
 * know, names that do not begin with a letter or that Google keeps for itself, and what is older than 72 hours. Google answers yes to everything: only an
 * endpoint that asks its validation server, and answers with what that says, makes us see what it refuses. It has no id for
 * an event: what is sent again because an answer was lost counts twice, but for purchases.
 */
export function ga4({ url }: Ga4Options): Format {
  if (!/^(https?:\/)?\/(?!.*(api_secret|google-analytics))/.test(url)) fail('ga4', 'url must begin with https:// or /, and be your own')
  return {
    maxEvents: 25,
    maxBytes: 120_000,
    encode(events, sentAt) {
      // It has to have a client: without a visitor it is the event's own.
      const [who = '', ...others] = new Set(events.map(({ id, identity: { anonymousId: client_id = id, userId: user_id } }) => JSON.stringify({ client_id, user_id })))
      if (others[0]) refuse(system, 'takes one person at once')
      const user_properties: { [name: string]: unknown } = {}
      for (const { type, traits = {} } of events) {
        for (const name in type === 'identify' ? traits : {}) {
          const value = traits[name]!
          const key = toName(name).slice(0, 24)
          if (value !== null && !reserved.test(key)) user_properties[key] = { value: cutText(toScalar(value), 36) }
        }
      }
      const ads = events.every(({ consent }) => consent?.marketing !== false) ? 'GRANTED' : 'DENIED'
      const body = JSON.stringify({ user_properties, consent: { ad_user_data: ads, ad_personalization: ads } })
      return { url, contentType: 'text/plain;charset=UTF-8', body: inBytes(system, `${who.slice(0, -1)},${body.slice(1, -1)},"events":[${events.map((event) => JSON.stringify(toItem(event, sentAt)))}]}`, 129_000) }
    },
    verdict: (response) =>
      readAnswer(response, (answer) => {
        const first = answer.validationMessages[0]
        // Nothing of a request that it finds fault with has been passed on, so the halves may be.
        return response.status < 300 && first ? { batch: 'split', reason: JSON.stringify(first) } : undefined
      }),
  }
}

/** As GA4 spells it; not everything can be spelled. */
const toName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '').slice(0, 40)

const cutText = <T>(value: T, most: number): T | string => (typeof value === 'string' ? value.slice(0, most) : value)

function nameOf({ type, name = '' }: Event): string {
  const kind = { page: 'page_view', identify: 'login', group: 'join_group', forget: 'person_forgotten' }[type as string]
  if (kind) return kind
  if (type !== 'track') refuse(system, `knows no ${type}(): leave it out`)
  const spelled = own(commerce, name) ?? toName(name)
  if (reserved.test(spelled)) refuse(system, `takes no event named "${name}"`)
  return spelled
}

function toItem(event: Event, sentAt: number): unknown {
  const { type, name, time, identity, context, properties = {} } = event
  checkAge(system, event, sentAt, maxAgeMs)
  const { url: page_location, title: page_title, referrer: page_referrer } = context.page
  const started = timeOf(identity.sessionId)
  const said = type === 'track' && own(commerce, name!) ? commerceOf(event) : properties
  const params: { [name: string]: unknown } = {}
  const cut: string[] = []
  // Without a session and a time spent it is in no session, and in no report of the present.
  for (const [key, value] of Object.entries({ page_location, page_title, page_referrer, session_id: started && Math.floor(started / 1000), engagement_time_msec: 1, [type === 'page' ? 'page_name' : 'group_id']: type === 'track' ? null : name, ...said })) {
    const spelled = toName(key)
    const scalar = key === 'items' ? value : toScalar(value as Json)
    if (value === undefined || value === null) continue
    if (/^[a-z]/.test(spelled) && Object.keys(params).length < maxParams - 1) params[spelled] = cutText(scalar, key.startsWith('page') ? maxPageValue : maxValue)
    if (params[spelled] !== scalar) cut.push(key)
  }
  return { name: nameOf(event), timestamp_micros: time * 1000, params: { ...params, cut: cut.join().slice(0, maxValue) || undefined } }
}

/** What it calls what a product has. */
const itemKeys: { readonly [key: string]: string } = { product_id: 'item_id', sku: 'item_id', name: 'item_name', category: 'item_category', brand: 'item_brand', variant: 'item_variant', position: 'index' }

/** A commerce event in GA4's words; what GA4 has no word for stays as it is. */
function commerceOf(event: Event): { readonly [name: string]: unknown } {
  const { id, net, currency, products } = readOrder(event)
  const items = products.map((product) => Object.fromEntries(Object.entries(product).map(([key, value]) => [own(itemKeys, key) ?? key, value])))
  const words = { transaction_id: id, value: net, currency, search_term: event.properties?.query, items: items[0] && items }
  // First, so that they are not what there is no room for.
  return { ...words, ...event.properties, products: null, ...words }
}
