// The wire format of Matomo: the bulk tracking API.
// Pure. Facts: text/plain needs no preflight; a time of more than 24 hours ago takes a secret; there is no id of an event.

import type { Event, Format, Json } from '../types.js'
import { checkOptions, fail, withPath } from './checkOptions.js'
import { sizeOf } from './describeEvent.js'
import { checkAge, inBytes, refuse } from './oneRequest.js'
import { readAnswer, someOf, without } from './readAnswer.js'
import { readOrder, readProduct, toNumber, toText } from './readOrder.js'

/** Options of {@link matomo}. */
export type MatomoOptions = {
  /** Your Matomo, such as `https://matomo.example.com`, or its `matomo.php`. */
  readonly url: string
  /** The id of the site in Matomo. */
  readonly siteId: number
  /** Which of the properties and traits go into which custom dimension, by its number: `{ plan: 3 }`. */
  readonly dimensions?: { readonly [property: string]: number }
}

const system = 'Matomo'
/** Ten minutes less than it takes, for a request that is long on its way. */
const maxAgeMs = 86_400_000 - 600_000

/**
 * Matomo. What arrives:
 *
 * - `page`: an action with the name, or the title, and the referrer.
 * - `track`: an event: the property `category` or else the channel as category, the name as action, the properties `label`
 *   and `value` as name and value. `Products Searched`: a site search. `Product Viewed`: also the product of that view.
 *   `Cart Viewed` with products: the basket. `Order Completed` with an `order_id`: the order, whose revenue is the total
 *   with tax and shipping, as Matomo counts it; the same `order_id` again Matomo leaves out.
 * - `identify`, `forget`: an event of the category `identity` (to delete takes a secret, so it is for your server); the user id is on it and on all later ones. Matomo then
 *   knows the person by the user id alone, and of what was before only the present visit is theirs.
 *
 * Times are sent as seconds ago, so a wrong clock does no harm.
 *
 * What does not arrive: other properties, and traits, unless `dimensions` has a place for them; stream, number, touchpoint and
 * identifiers. Refused are `link`, `unlink`, `merge` and `group`, which Matomo does not know, and what is older than
 * 24 hours, which it takes only with a secret. It has no id for an event: what is sent again because
 * an answer was lost counts twice. Where it refuses some of a request and does not say which, all of that request are reported.
 */
export function matomo({ url, siteId, dimensions = {} }: MatomoOptions): Format {
  checkOptions('matomo', { url, siteId })
  if (/token_auth/.test(url)) fail('matomo', 'token_auth is a secret and must not be in a page: leave it out')
  return {
    maxEvents: 50,
    maxBytes: 150_000,
    encode: (events, sentAt) => ({
      url: withPath(url, '/matomo.php'),
      contentType: 'text/plain;charset=UTF-8',
      body: inBytes(system, `{"requests":[${events.map((event) => JSON.stringify(`?${toQuery(toHit(event, sentAt, siteId, dimensions))}`))}]}`, 1_000_000),
    }),
    verdict: (response, events) =>
      readAnswer(response, ({ status, invalid, invalid_indices: indices = [], message = 'no reason given' }) => {
        if (response.status > 299 || status !== 'success' || !(invalid > 0)) return
        if (indices.length) return without(events.filter((_, i) => indices.includes(i)), `${message}`)
        // Nothing has been counted, so nothing counts twice if it is offered again.
        if (invalid >= events.length) return { batch: 'split', reason: `not valid: check siteId. ${message}` }
        return someOf(system, invalid, events, `${message}`)
      }),
  }
}

type Hit = { readonly [parameter: string]: string | number | undefined }

const toQuery = (hit: Hit): string =>
  Object.entries(hit).flatMap(([key, value]) => (value === undefined ? [] : `${key}=${encodeURIComponent(`${value}`.replace(/\p{Cs}/gu, '\ufffd'))}`)).join('&')

function toHit(event: Event, sentAt: number, siteId: number, dimensions: { readonly [property: string]: number }): Hit {
  const { id, time, stream, identity, context, properties, traits } = event
  const { page, screen, locale } = context
  checkAge(system, event, sentAt, maxAgeMs)
  const { anonymousId } = identity
  const visitor = anonymousId && (/[\da-f]{16}$/.exec(anonymousId.replaceAll('-', ''))?.[0] ?? refuse(system, 'wants a visitor id of hex digits'))
  const bag: { readonly [key: string]: Json } = { ...traits, ...properties }
  return {
    idsite: siteId,
    rec: 1,
    apiv: 1,
    send_image: 0,
    // It only keeps caches away.
    rand: id.slice(-12),
    url: page.url,
    urlref: page.referrer,
    // By the one it is looked for, by the other alone: else Matomo takes whoever looks alike for the visitor before.
    _id: visitor,
    cid: visitor,
    uid: identity.userId,
    pv_id: stream.slice(-6),
    cdo: Math.max(0, Math.round((sentAt - time) / 1000)) || undefined,
    res: sizeOf(screen),
    lang: locale,
    ...actOf(event),
    ...Object.fromEntries(Object.entries(dimensions).map(([name, number]) => [`dimension${number}`, toText(bag[name]) ?? (bag[name] === undefined ? undefined : `${bag[name] as boolean}`)])),
  }
}

/** What is done, in Matomo's parameters. */
function actOf(event: Event): Hit {
  const { type, name = '', properties = {}, channel, context } = event
  if (type === 'page') return { action_name: name || context.page.title }
  if (type === 'identify' || type === 'forget') return { e_c: 'identity', e_a: type }
  if (type !== 'track') return refuse(system, `knows no ${type}(): leave it out`)
  const { id, gross, net, tax, shipping, discount, products: bags } = readOrder(event)
  const products = bags.map(readProduct)
  if (name === 'Products Searched') return { search: toText(properties.query) ?? '', search_cat: toText(properties.category), search_count: products.length || undefined }
  const act = { e_c: toText(properties.category) ?? channel, e_a: name, e_n: toText(properties.label), e_v: toNumber(properties.value) }
  const [first] = products
  if (name === 'Product Viewed' && first) return { ...act, e_c: channel, _pks: first.id, _pkn: first.name, _pkc: first.category, _pkp: first.price }
  const isOrder = name === 'Order Completed' && id !== undefined
  if (!isOrder && !(name === 'Cart Viewed' && first)) return act
  const items = products.map((product) => [product.id ?? '', product.name ?? '', product.category ?? '', product.price ?? 0, product.quantity ?? 1])
  return {
    idgoal: 0,
    ec_id: isOrder ? id : undefined,
    revenue: gross ?? 0,
    ec_st: isOrder ? net : undefined,
    ec_tx: isOrder ? tax : undefined,
    ec_sh: isOrder ? shipping : undefined,
    ec_dt: isOrder ? discount : undefined,
    ec_items: JSON.stringify(items),
  }
}
