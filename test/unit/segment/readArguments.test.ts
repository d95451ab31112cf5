// The loose arguments of analytics.js.
import { expect, test } from 'vitest'
import { readAlias, readOptionsBag, readPage, readPerson, readTrack } from '../../../src/segment/readArguments.js'

const done = () => {}

test.each<[unknown[], object]>([
  [[], {}],
  [['Index'], { name: 'Index' }],
  [['Docs', 'Index'], { category: 'Docs', name: 'Index' }],
  [[null, 'Index'], { name: 'Index' }],
  [[{ a: 1 }], { bag: { a: 1 } }],
  [['Index', { a: 1 }, { b: 2 }], { name: 'Index', bag: { a: 1 }, options: { b: 2 } }],
  [['Docs', 'Index', null, { b: 2 }], { category: 'Docs', name: 'Index', options: { b: 2 } }],
  [[done], { callback: done }],
])('page(%j)', (args, said) => {
  expect(readPage(args)).toEqual(said)
})

test.each<[unknown[], object]>([
  [['a'], { id: 'a' }],
  [[7, { x: 1 }], { id: '7', bag: { x: 1 } }],
  [[{ x: 1 }, { o: 1 }], { bag: { x: 1 }, options: { o: 1 } }],
  [[null, { x: 1 }, null, done], { bag: { x: 1 }, callback: done }],
  [['a', done], { id: 'a', callback: done }],
])('identify(%j)', (args, said) => {
  expect(readPerson(args)).toEqual(said)
})

test('track takes an object, and refuses what has no name', () => {
  expect(readTrack([{ event: 'A', properties: { x: 1 } }, { o: 1 }, done])).toEqual({ event: 'A', bag: { x: 1 }, options: { o: 1 }, callback: done })
  expect(() => readTrack([{}])).toThrow('Event missing')
})

test('alias takes numbers', () => {
  expect(readAlias([1, 2, { o: 1 }, done])).toEqual({ id: '1', previousId: '2', options: { o: 1 }, callback: done })
})

test('options that have no place of their own belong into the context', () => {
  expect(readOptionsBag({ ip: '0.0.0.0', context: { a: 1 }, integrations: { All: false }, userId: 'x' })).toEqual({
    context: { ip: '0.0.0.0', a: 1 },
    integrations: { All: false },
  })
})
