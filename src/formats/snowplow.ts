// The wire format of Snowplow collectors: tracker protocol version 2, by POST.
// Pure. Facts: every value is text; what does not fit a schema becomes a bad row that no answer ever tells of.

import type { Event, Format, Json } from '../types.js'
import { checkOptions, fail, withPath } from './checkOptions.js'
import { own, sizeOf } from './describeEvent.js'
import { inBytes, refuse } from './oneRequest.js'
import { byStatus } from './readAnswer.js'
import { readOrder, readProduct, toNumber, toText } from './readOrder.js'

/** Options of {@link snowplow}. */
export type SnowplowOptions = {
  /** The collector, such as `https://sp.example.com`; the path of the protocol is added if there is none. */
  readonly url: string
  /** The application id, `app_id`. */
  readonly appId: string
  /** The name of the tracker, `name_tracker`. */
  readonly namespace?: string
  /** Schemas of your own registry by event name: `{ 'Plan Chosen': 'iglu:com.acme/plan_chosen/jsonschema/1-0-0' }`. */
  readonly schemas?: { readonly [eventName: string]: string }
  /** A schema of your own registry for an entity on every event: the event as it is, but for its context. */
  readonly extra?: string
}

const system = 'Snowplow'
/** Standard commerce events for which Snowplow has a word. */
const actions: { readonly [name: string]: string } = {
  'Product Viewed': 'product_view',
  'Product Added': 'add_to_cart',
  'Product Removed': 'remove_from_cart',
  'Order Completed': 'transaction',
  'Order Refunded': 'refund',
}
const vendor = 'iglu:com.snowplowanalytics.snowplow'
const uri = /^iglu:[\w.-]+\/[\w-]+\/[\w-]+\/\d+-\d+-\d+$/
/** The column of a structured event; Enrich refuses the row if it is longer. */
const maxProperty = 1000
/** A longer title would cost the row, so it is cut. */
const maxTitle = 2000

type Entity = { readonly schema: string; readonly data: unknown }
type Row = { readonly [key: string]: unknown }

/**
 * Snowplow. What arrives:
 *
 * - `page`: a page view with the name, or the title, as `page_title`. Its properties: only in `extra`.
 * - `track`: under its schema in `schemas`; a standard commerce event that has what `snowplow_ecommerce_action` asks
 *   for (a currency, product prices and categories) as that, with its entities; any other as a structured event of the
 *   category `track`, the name as action, the properties as JSON in `se_property`. That holds 1,000 characters: an event
 *   with more is refused and wants a schema.
 * - `identify`, `link`, `unlink`, `merge`, `group`, `forget`: structured events of the category `identity`, for your own models, with what
 *   each is about as label and its value or traits as property; or what `schemas` says of their kind: `id`, `label`, and value or traits. The user id is `user_id` on
 *   all later events, and by that Snowplow stitches: it merges nobody.
 * - `user_id`, `domain_userid` (the anonymous id), `domain_sessionid`, page, referrer, screen, locale, timezone.
 *
 * `stm` is fresh for every attempt, so a wrong clock is corrected; `eid` stays, so a repeat is told apart.
 *
 * What does not arrive: stream, number, channel, touchpoint, identifiers, and of a commerce event with entities what these have no field for,
 * unless `extra` names a schema for it. A title is cut to 2,000 characters, as its column is.
 * The collector answers 200 to everything: watch its bad rows. Its answer to the preflight allows no gzip header, so
 * leave `compress` out.
 */
export function snowplow({ url, appId, namespace, schemas = {}, extra }: SnowplowOptions): Format {
  checkOptions('snowplow', { url, appId })
  for (const schema of [...Object.values(schemas), ...(extra === undefined ? [] : [extra])]) {
    if (!uri.test(schema)) fail('snowplow', `a schema must be like iglu:com.acme/name/jsonschema/1-0-0, not ${schema}`)
  }
  const toRow = (event: Event, sentAt: number): Row => {
    const { context, ...rest } = event
    const { id, type, name, time, stream, identity } = event
    const { page, screen, viewport } = context
    const [fields, entities] = fieldsOf(event, schemas)
    const all = [...entities, { schema: `${vendor}/web_page/jsonschema/1-0-0`, data: { id: stream } }]
    if (extra) all.push({ schema: extra, data: rest })
    return {
      eid: id,
      tv: `throughline-${context.library.version}`,
      p: event.channel === 'app' ? 'app' : 'web',
      tna: namespace,
      aid: appId,
      dtm: `${Math.round(time)}`,
      stm: `${Math.round(sentAt)}`,
      duid: identity.anonymousId,
      uid: identity.userId,
      sid: identity.sessionId,
      url: page.url,
      page: ((type === 'page' && name) || page.title)?.slice(0, maxTitle),
      refr: page.referrer,
      lang: context.locale,
      tz: context.timezone,
      res: sizeOf(screen),
      vp: sizeOf(viewport),
      ...fields,
      co: JSON.stringify({ schema: `${vendor}/contexts/jsonschema/1-0-0`, data: all }),
    }
  }
  return {
    maxEvents: 100,
    maxBytes: 300_000,
    encode: (events, sentAt) => ({
      url: withPath(url, '/com.snowplowanalytics.snowplow/tp2'),
      contentType: 'application/json; charset=UTF-8',
      // The collector takes 1 MiB.
      body: inBytes(system, `{"schema":"${vendor}/payload_data/jsonschema/1-0-4","data":[${events.map((event) => JSON.stringify(toRow(event, sentAt)))}]}`, 1_000_000),
    }),
    verdict: byStatus,
  }
}

const selfDescribing = (schema: string, data: unknown): Row => ({
  e: 'ue',
  ue_pr: JSON.stringify({ schema: `${vendor}/unstruct_event/jsonschema/1-0-0`, data: { schema, data } }),
})

function structured(category: string, action: string, label?: string, more?: Json, value?: number): Row {
  const property = typeof more === 'object' ? JSON.stringify(more) : more
  const text = property === '{}' ? undefined : property
  if (`${text}`.length > maxProperty) refuse(system, `has room for ${maxProperty} characters of properties: give "${action}" a schema in schemas`)
  return { e: 'se', se_ca: category, se_ac: action, se_la: label, se_pr: text, se_va: value === undefined ? undefined : `${value}` }
}

/** The fields of this kind of event, and the entities that belong to it. */
function fieldsOf(event: Event, schemas: { readonly [name: string]: string }): readonly [Row, readonly Entity[]] {
  const { type, name = '', properties = {}, identity } = event
  const schema = own(schemas, type === 'track' ? name : type)
  if (schema && type !== 'page') return [selfDescribing(schema, type === 'track' ? properties : { ...event.traits, ...properties, id: identity.userId, label: event.name }), []]
  if (type === 'page') return [{ e: 'pv' }, schema ? [{ schema, data: properties }] : []]
  const { value, from, into, label } = properties
  if (type !== 'track') return [structured('identity', type, toText(from) ?? (name || identity.userId), event.traits ?? into ?? value), []]
  const entities = commerceEntities(event)
  return entities ? [selfDescribing(`${vendor}.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2`, { type: own(actions, name) }), entities] : [structured('track', name, toText(label), properties, toNumber(value)), []]
}

const cents = (money?: number): number | undefined => money && +money.toFixed(2)

/** The entities of a commerce event, if it has all that their schemas require. */
function commerceEntities(event: Event): readonly Entity[] | undefined {
  const { name = '', properties = {} } = event
  const word = own(actions, name)
  const { id, currency = '', gross, tax, shipping, coupon, discount, products } = readOrder(event)
  const items = products.map(readProduct)
  const entity = (kind: string, data: object): Entity => ({ schema: `${vendor}.ecommerce/${kind}/jsonschema/1-0-0`, data: { ...data, currency } })
  if (!word || currency.length !== 3 || items.some((item) => !item.id || !item.category || !(item.price! >= 0))) return
  const entities = items.map((item) => entity('product', { ...item, coupon: undefined, price: cents(item.price) }))
  const isOrder = word === 'transaction'
  if (!isOrder && word !== 'refund') return entities[0] && entities
  if (!id || gross === undefined) return
  const order = {
    revenue: cents(gross),
    payment_method: toText(properties.payment_method) ?? 'unknown',
    total_quantity: items.reduce((sum, { quantity = 1 }) => sum + quantity, 0),
    tax: cents(tax),
    shipping: cents(shipping),
    discount_code: coupon,
    discount_amount: cents(discount),
  }
  return [...entities, entity(word, { transaction_id: id, ...(isOrder ? order : { refund_amount: cents(gross) }) })]
}
