// Judge of `snowplow`: Snowplow's own tracker for Node makes the same calls, and its payload is compared with ours; and the
// rules of the protocol, which its collector does not enforce: it says yes, and the event becomes a bad row.
import { buildPageView, buildSelfDescribingEvent, buildStructEvent, newTracker } from '@snowplow/node-tracker'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snowplow } from '../../src/formats/index.js'
import type { Json } from '../../src/types.js'
import { event, events, kinds, order, productViewed, refund, sentAt, visitor } from '../support/formats/events.js'
import { startRecorder } from './startRecorder.js'
import { without } from './without.js'

const schema = 'iglu:com.acme/plan_chosen/jsonschema/1-0-0'
const format = snowplow({ url: '/', appId: 'shop', namespace: 'ns', schemas: { 'Plan Chosen': schema } })

test('what Snowplow’s own tracker sends for the same calls is what we send, field by field', async () => {
  const { page, screen, viewport, timezone, locale } = event().context
  const { contentType, url: path, body } = format.encode([kinds.page, event({ properties: { value: 3, label: 'l' } }), event({ name: 'Plan Chosen' })], sentAt)
  const ours = JSON.parse(body)
  const recorder = await startRecorder('ok')
  const tracker = newTracker({ namespace: 'ns', appId: 'shop', encodeBase64: false }, { endpoint: recorder.url, bufferSize: 3 })
  tracker.setDomainUserId(visitor)
  tracker.setUserId('customer-1001')
  tracker.setSessionId(event().identity.sessionId)
  tracker.setTimezone(timezone!)
  tracker.setLang(locale!)
  tracker.setScreenResolution(screen!.width, screen!.height)
  tracker.setViewport(viewport!.width, viewport!.height)
  const entities = [{ schema: 'iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0', data: { id: event().stream } }]
  const view = { pageUrl: page.url, pageTitle: 'Home', referrer: page.referrer! }
  tracker.track(buildPageView(view), entities)
  tracker.track(buildStructEvent({ category: 'track', action: 'Event 1', label: 'l', property: '{"value":3,"label":"l"}', value: 3 }), entities)
  tracker.track(buildSelfDescribingEvent({ event: { schema, data: { plan: 'gold', amount: 3 } } }), entities)
  const [request] = await recorder.until(1)
  await recorder.close()
  const theirs = JSON.parse(request!.body)
  expect(path).toBe(request!.url.pathname)
  expect(contentType).toBe(request!.contentType)
  expect(ours.schema).toBe(theirs.schema)
  // Left out: ids and times, which are its own, who made it, and that it runs on a server; of events that are no page view also
  // the page, which a server does not know.
  const own = ['eid', 'dtm', 'stm', 'tv', 'p']
  theirs.data.forEach((row: any, i: number) => {
    expect(without(ours.data[i], ...own, ...(i ? ['url', 'page', 'refr'] : []))).toEqual(without(row, ...own))
  })
})

/** Of payload_data 1-0-4, as far as a tracker may use them. */
const known = ('tna aid p dtm tz e eid tv duid nuid uid vid url page refr cookie lang cd ds cs vp res se_ca se_ac se_la se_pr se_va ' +
  'ue_pr co ua tnuid stm sid ttm').split(' ')
const uri = /^iglu:[a-zA-Z0-9-_.]+\/[a-zA-Z0-9-_]+\/[a-zA-Z0-9-_]+\/[0-9]+-[0-9]+-[0-9]+$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const isEntity = ({ schema: of, data, ...rest }: any): void => {
  expect(of).toMatch(uri)
  expect(data).toBeTypeOf('object')
  expect(rest).toEqual({})
}
const judge = (body: string): void => {
  const { schema: of, data, ...rest } = JSON.parse(body)
  expect([of, rest]).toEqual(['iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', {}])
  for (const row of data) {
    for (const [key, value] of Object.entries(row)) {
      expect(known).toContain(key)
      expect(value, key).toBeTypeOf('string')
    }
    expect([row.eid, row.sid]).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)])
    expect([row.e, row.p, row.tv.length <= 100]).toEqual([expect.stringMatching(/^(pv|se|ue)$/), expect.stringMatching(/^(web|app)$/), true])
    for (const key of ['dtm', 'stm']) expect(row[key]).toMatch(/^\d{13}$/)
    for (const key of ['res', 'vp']) expect(row[key]).toMatch(/^\d+x\d+$/)
    if (row.e === 'se') {
      expect([row.se_ca, row.se_ac]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)])
      expect(row.se_pr ?? '').toHaveLength(Math.min(1000, (row.se_pr ?? '').length))
      if (row.se_va !== undefined) expect(Number(row.se_va)).not.toBeNaN()
    }
    if (row.e === 'ue') isEntity(JSON.parse(row.ue_pr).data)
    const { schema: contexts, data: entities } = JSON.parse(row.co)
    expect(contexts).toBe('iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0')
    expect(entities.length).toBeGreaterThan(0)
    entities.forEach(isEntity)
  }
}

test('every kind of event keeps the rules that no answer enforces', () => {
  const { body } = format.encode([...Object.values(kinds), order, refund, productViewed, ...events(5)], sentAt)
  expect(() => judge(body)).not.toThrow()
  expect(() => judge(body.replace('"pv"', '"page"'))).toThrow('pv|se|ue')
})

test('any properties keep them too, or are refused', () => {
  const anything = fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.jsonValue()), (name, properties) => {
    const odd = event({ name: `a${name}`, properties: properties as { [key: string]: Json } })
    if (JSON.stringify(properties).length > 1000) return
    judge(format.encode([odd, { ...odd, type: 'page' }], sentAt).body)
  })
  expect(() => fc.assert(anything, { numRuns: 50 })).not.toThrow()
})
