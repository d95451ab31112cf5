// The wire format of Snowplow collectors: tracker protocol version 2, by POST.
// Pure. Facts: every value is text; what does not fit a schema becomes a bad row that no answer ever tells of.

import { version } from '../lib/version.js'
import type { Event, Format, Json } from '../types.js'
import { checkOptions, fail, withPath } from './checkOptions.js'
import { commerceNames } from './commerceNames.js'
import { extraOf, sizeOf } from './describeEvent.js'
import { inBytes, refuse } from './oneRequest.js'
import { byStatus } from './readAnswer.js'
import { compact, readOrder, toNumber, toText } from './readOrder.js'

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
  /** A schema of your own registry for an entity on every event with what Snowplow has no field for. */
  readonly extra?: string
}

const system = 'Snowplow'
const vendor = 'iglu:com.snowplowanalytics.snowplow'
const uri = /^iglu:[\w.-]+\/[\w-]+\/[\w-]+\/\d+-\d+-\d+$/
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
/** The column of a structured event; Enrich refuses the row if it is longer. */
const maxProperty = 1000

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
 * - `identify`: the `identify` event of Iglu Central, and `user_id` on all later events, by which Snowplow stitches.
 *   That has no traits: with some it is a structured event like the next, or what `schemas` says of `identify`.
 * - `link`, `unlink`, `merge`, `group`: structured events of the category `identity`, for your own models.
 * - `user_id`, `domain_userid` (the anonymous id), `domain_sessionid`, page, referrer, screen, locale, timezone.
 *
 * `stm` is fresh for every attempt, so a wrong clock is corrected; `eid` stays, so a repeat is told apart.
 *
 * What does not arrive: stream, number, channel, touchpoint and identifiers, unless `extra` names a schema for them.
 * The collector answers 200 to everything: watch its bad rows. Its answer to the preflight allows no gzip header, so
 * leave `compress` out.
 */
export function snowplow({ url, appId, namespace, schemas = {}, extra }: SnowplowOptions): Format {
  checkOptions('snowplow', { url, appId })
  for (const schema of [...Object.values(schemas), ...(extra === undefined ? [] : [extra])]) {
    if (!uri.test(schema)) fail('snowplow', `a schema must be like iglu:com.acme/plan_chosen/jsonschema/1-0-0, and is ${schema}`)
  }
  const toRow = (event: Event, sentAt: number): Row => {
    const { id, type, time, stream, identity, context } = event
    const { page, screen, viewport } = context
    const [fields, entities] = fieldsOf(event, schemas)
    const all = [...entities]
    if (uuid.test(stream)) all.push({ schema: `${vendor}/web_page/jsonschema/1-0-0`, data: { id: stream } })
    if (extra) all.push({ schema: extra, data: compact({ ...extraOf(event), type, name: event.name, properties: event.properties, traits: event.traits }) })
    return {
      eid: uuid.test(id) ? id : refuse(system, `wants a UUID for an event, not ${id}`),
      tv: `throughline-${version}`,
      p: event.channel === 'app' ? 'app' : 'web',
      tna: namespace,
      aid: appId,
      dtm: `${Math.round(time)}`,
      stm: `${Math.round(sentAt)}`,
      duid: identity.anonymousId,
      uid: identity.userId,
      sid: uuid.test(identity.sessionId) ? identity.sessionId : undefined,
      url: page.url,
      page: page.title,
      refr: page.referrer,
      lang: context.locale,
      tz: context.timezone,
      res: sizeOf(screen),
      vp: sizeOf(viewport),
      ...fields,
      co: all[0] && JSON.stringify({ schema: `${vendor}/contexts/jsonschema/1-0-0`, data: all }),
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
  if (`${text}`.length > maxProperty) refuse(system, `has room for ${maxProperty} characters of properties, and "${action}" has ${`${text}`.length}: give it a schema in schemas`)
  return { e: 'se', se_ca: category, se_ac: action, se_la: label, se_pr: text, se_va: value === undefined ? undefined : `${value}` }
}

/** The fields of this kind of event, and the entities that belong to it. */
function fieldsOf(event: Event, schemas: { readonly [name: string]: string }): readonly [Row, readonly Entity[]] {
  const { type, name = '', properties = {}, traits = {}, identity, context } = event
  const schema = schemas[type === 'track' ? name : type]
  if (schema && type !== 'page') return [selfDescribing(schema, type === 'track' ? properties : compact({ ...traits, ...properties, id: identity.userId })), []]
  const { value, from, into } = properties
  if (type === 'page') return [{ e: 'pv', page: event.name ?? context.page.title }, schema ? [{ schema, data: properties }] : []]
  if (type === 'identify') {
    if (Object.keys(traits).length) return [structured('identity', type, identity.userId, traits), []]
    return [selfDescribing(`${vendor}/identify/jsonschema/1-0-0`, { id: identity.userId }), []]
  }
  if (type === 'group') return [structured('identity', type, name, traits), []]
  if (type === 'merge') return [structured('identity', type, toText(from), toText(into)), []]
  if (type !== 'track') return [structured('identity', type, name, toText(value)), []]
  const entities = commerceEntities(event)
  const action = { type: commerceNames[name]?.[1] }
  return entities ? [selfDescribing(`${vendor}.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2`, action), entities] : [structured('track', name, toText(properties.label), properties, toNumber(value)), []]
}

const cents = (money: number): number => +money.toFixed(2)

/** The entities of a commerce event, if it has all that their schemas require. */
function commerceEntities(event: Event): readonly Entity[] | undefined {
  const { name = '', properties = {} } = event
  const word = commerceNames[name]?.[1]
  const { id, currency = '', gross, tax, shipping, coupon, discount, products } = readOrder(event)
  const schema = (kind: string): string => `${vendor}.ecommerce/${kind}/jsonschema/1-0-0`
  if (!word || currency.length !== 3 || products.some((product) => !product.id || !product.category || !(product.price! >= 0))) return
  const entities = products.map((product): Entity => ({ schema: schema('product'), data: compact({ ...product, coupon: undefined, price: cents(product.price!), currency }) }))
  const total_quantity = products.reduce((sum, { quantity = 1 }) => sum + quantity, 0)
  if (word === 'refund') {
    if (!id || gross === undefined) return
    return [...entities, { schema: schema('refund'), data: { transaction_id: id, currency, refund_amount: cents(gross) } }]
  }
  if (word === 'transaction') {
    if (!id || gross === undefined) return
    const data = compact({
      transaction_id: id,
      currency,
      revenue: cents(gross),
      payment_method: toText(properties.payment_method) ?? 'unknown',
      total_quantity,
      tax: tax && cents(tax),
      shipping: shipping && cents(shipping),
      discount_code: coupon,
      discount_amount: discount && cents(discount),
    })
    return [...entities, { schema: schema('transaction'), data }]
  }
  return entities.length ? entities : undefined
}
