// Judge of `otlp`: the OpenTelemetry SDK is given the same events, and what its serialisers write is compared with ours, as JSON and
// as protobuf. Compared: every field. Left out: nothing but the order of attributes, which has no meaning.
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import fc from 'fast-check'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { otlp } from '../../src/formats/index.js'
import type { Event, Json } from '../../src/types.js'
import { event, kinds, sentAt } from '../support/formats/events.js'
import { otlpLogs } from './otlpLogs.js'

const format = otlp({ url: '/', serviceName: 'shop' })
const Request = protobuf.Root.fromJSON(otlpLogs).lookupType('Request')

/** What the SDK makes of the same; attributes are said in its own terms here, and not read from ours. */
async function serialise(some: readonly Event[]) {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ resource: resourceFromAttributes({ 'service.name': 'shop' }), processors: [new SimpleLogRecordProcessor({ exporter } as never)] })
  const logger = provider.getLogger('throughline', event().context.library.version)
  for (const { id, type, name, properties, traits, time, identity, channel, context, consent, stream, n } of some) {
    const { page, ...rest } = context
    logger.emit({
      eventName: type === 'track' ? name! : `throughline.${type}`,
      timestamp: time,
      observedTimestamp: time,
      severityNumber: 9,
      severityText: 'INFO',
      body: (properties ?? traits) as never,
      attributes: {
        'log.record.uid': id,
        'session.id': identity.sessionId,
        'user.id': identity.userId,
        'enduser.pseudo.id': identity.anonymousId,
        'url.full': page.url,
        'throughline.type': type,
        ...(name !== undefined && { 'throughline.name': name }),
        'throughline.stream': stream,
        'throughline.n': n,
        'throughline.channel': channel,
        'throughline.consent': consent as never,
        'throughline.page': page as never,
        'throughline.context': rest as never,
      },
    })
  }
  await provider.forceFlush()
  const records = exporter.getFinishedLogRecords()
  return {
    json: JSON.parse(new TextDecoder().decode(JsonLogsSerializer.serializeRequest(records)!)),
    binary: ProtobufLogsSerializer.serializeRequest(records)!,
  }
}

/** The same for equal meaning: attributes in order, 64-bit numbers as text, no zero counts. */
const normal = (value: any): any => {
  if (Array.isArray(value)) return value.map(normal).sort((a, b) => (a?.key ?? '').localeCompare(b?.key ?? ''))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, of]) => of !== undefined && !(key === 'droppedAttributesCount' && of === 0))
  return Object.fromEntries(entries.map(([key, of]) => [key, key === 'intValue' ? `${of as number}` : normal(of)]))
}

/** Reads our JSON by the definitions of the protocol; a field that they do not have is found. */
const toBinary = (body: string): Uint8Array => {
  const json = JSON.parse(body)
  const check = (value: any, type: protobuf.Type): void => {
    for (const [key, of] of Object.entries(value)) {
      const field = type.fields[key]?.resolve()
      if (!field) throw new Error(`${type.name} has no field ${key}`)
      expect(Array.isArray(of), key).toBe(field.repeated)
      if (field.resolvedType) for (const each of [of].flat()) check(each, field.resolvedType as protobuf.Type)
    }
  }
  check(json, Request)
  const made = Request.fromObject(json)
  expect(Request.verify(made)).toBeNull()
  return Request.encode(made).finish()
}
const decoded = (binary: Uint8Array): any => Request.toObject(Request.decode(binary), { longs: String, arrays: false })

/** One that says nothing has no body, of which the SDK writes an empty one as JSON, and none as protobuf. */
const said = Object.values(kinds).filter(({ properties, traits }) => properties ?? traits)
const all = [...said, event({ properties: { x: 1.5, none: null, list: [1, 'a', true, { deep: [] }], big: 2 ** 60, '': '' } })]

test('the definitions are those by which the SDK writes', async () => {
  const { json, binary } = await serialise(all)
  expect(normal(decoded(binary))).toEqual(normal(decoded(Request.encode(Request.fromObject(json)).finish())))
})

test('what the SDK’s serialiser writes of the same events is what we write', async () => {
  const { json, binary } = await serialise(said)
  const { body } = format.encode(said, sentAt)
  expect(normal(JSON.parse(body))).toEqual(normal(json))
  expect(normal(decoded(toBinary(body)))).toEqual(normal(decoded(binary)))
})

test('any name and properties fit the definitions', () => {
  const anything = fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.jsonValue()), (name, properties) => {
    toBinary(format.encode([event({ name, properties: properties as { [key: string]: Json } })], sentAt, [{ stream: 's', reason: 'evicted', lost: [[1, 2]] }]).body)
  })
  expect(() => fc.assert(anything, { numRuns: 50 })).not.toThrow()
})

test('the judge would find fault', () => {
  const { body } = format.encode([event()], sentAt)
  expect(() => toBinary(body.replaceAll('timeUnixNano', 'time_unix_nano'))).toThrow('LogRecord has no field time_unix_nano')
  expect(() => toBinary(body.replaceAll('"stringValue"', '"string"'))).toThrow('AnyValue has no field string')
})
