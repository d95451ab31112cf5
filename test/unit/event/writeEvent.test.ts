// The parts of an event, put together as text.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeEvent } from '../../../src/event/writeEvent.js'
import type { EventType } from '../../../src/types.js'

const surroundings = '"channel":"website","context":{"page":{"url":"https://shop.example/","path":"/"}}'
const types: readonly EventType[] = ['track', 'page', 'identify', 'group', 'link', 'merge']

test.each(types.map((type) => [type, type === 'identify' || type === 'group' ? 'traits' : 'properties']))(
  'what is said of a %s are its %s',
  (type, key) => {
    const event = JSON.parse(
      writeEvent('id', type as EventType, 'Name', '{"a":1}', 5, '{"anonymousId":"v"}', surroundings, []) + '}',
    )
    expect(event).toEqual({
      id: 'id',
      type,
      name: 'Name',
      time: 5,
      [key as string]: { a: 1 },
      identity: { anonymousId: 'v' },
      channel: 'website',
      context: { page: { url: 'https://shop.example/', path: '/' } },
    })
  },
)

test('without name, properties and cuts nothing stands for them', () => {
  const event = JSON.parse(writeEvent('id', 'track', undefined, undefined, 5, '{}', surroundings, []) + '}')
  expect(Object.keys(event)).toEqual(['id', 'type', 'time', 'identity', 'channel', 'context'])
})

test('any name and any cut give valid JSON that keeps them', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }),
      (name, cut) => {
        const event = JSON.parse(writeEvent('id', 'track', name, undefined, 5, '{}', surroundings, cut) + '}')
        expect([event.name, event.cut]).toEqual([name, cut])
      },
    ),
  )
})
