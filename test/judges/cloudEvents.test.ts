// Judge of `cloudEvents`: the CloudEvents SDK reads what we send, and validates it by its JSON schema; and the rules of the
// specification that the SDK lets slip: ids, the version, names and values of extension attributes.
import { HTTP, ValidationError, type CloudEvent } from 'cloudevents'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloudEvents } from '../../src/formats/index.js'
import type { Json } from '../../src/types.js'
import { event, events, idOf, kinds, sentAt } from '../support/formats/events.js'

const format = cloudEvents({ url: '/', source: 'https://shop.example/web', prefix: 'com.example.shop' })
const ownNames = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data']

/** What the SDK reads; throws where it finds fault. */
const read = (request: ReturnType<typeof format.encode>): CloudEvent<any>[] => {
  const raw: any[] = JSON.parse(request.body)
  for (const each of raw) {
    expect(each.specversion).toBe('1.0')
    for (const name of ['id', 'source', 'type']) expect(each[name]).toMatch(/./)
    for (const [name, value] of Object.entries(each)) {
      if (ownNames.includes(name)) continue
      expect(name).toMatch(/^[a-z][a-z0-9]{0,19}$/)
      expect(['string', 'boolean', 'number']).toContain(typeof value)
      // oxlint-disable-next-line no-control-regex
      expect(`${value as string}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    }
  }
  const understood = HTTP.toEvent<any>({ headers: { 'content-type': request.contentType }, body: request.body }) as CloudEvent<any>[]
  for (const each of understood) expect(each.validate()).toBe(true)
  return understood
}

test('the SDK understands every kind of event, and finds in it what was put in', () => {
  const understood = read(format.encode(Object.values(kinds).map((kind, i) => ({ ...kind, id: idOf(i) })), sentAt, [{ stream: 's', length: 4 }]))
  expect(understood.map(({ type }) => type)).toEqual([...Object.keys(kinds), 'ledger'].map((kind) => `com.example.shop.${kind}`))
  expect(new Set(understood.map(({ id }) => id)).size).toBe(Object.keys(kinds).length + 1)
  expect(understood[0]).toMatchObject({ id: idOf(0), source: 'https://shop.example/web', subject: 'customer-1001', time: '2026-11-21T12:00:00.005Z', userid: 'customer-1001' })
  expect(understood[0]!.data).toMatchObject({ name: 'Event 1', properties: { plan: 'gold', amount: 3 } })
})

test('the sequence sorts as text like the numbers do', () => {
  const sequence = read(format.encode(events(101), sentAt)).map((each) => each.sequence as string)
  expect([...sequence].sort()).toEqual(sequence)
})

test('the judge would find fault', () => {
  const request = format.encode([event()], sentAt)
  const broken = (change: (each: any) => void) => () => {
    const [each] = JSON.parse(request.body)
    change(each)
    read({ ...request, body: JSON.stringify([each]) })
  }
  expect(broken((each) => (each.time = 'yesterday'))).toThrow(ValidationError)
  expect(broken((each) => (each.sessionId = 'x'))).toThrow('to match')
  expect(broken((each) => (each.extra = {}))).toThrow('to include')
  expect(broken((each) => (each.id = ''))).toThrow('to match')
})

test('any name and properties are understood', () => {
  const anything = fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.jsonValue()), (name, properties) => {
    read(format.encode([event({ name, properties: properties as { [key: string]: Json } })], sentAt))
  })
  expect(() => fc.assert(anything, { numRuns: 50 })).not.toThrow()
})
