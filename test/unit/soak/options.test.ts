// What can be typed after `npm run soak --`.
import { expect, test } from 'vitest'
import { readOptions } from '../../soak/options.js'

test('without options any seed, five minutes, chromium', () => {
  expect(readOptions([], 42)).toMatchObject({ seed: 42, minutes: 5, engine: 'chromium', kills: 0, crashes: 0 })
})

test('a seed and a time can be given', () => {
  expect(readOptions(['--seed', '7', '--minutes', '0.5', '--steps', '30'], 42)).toMatchObject({ seed: 7, minutes: 0.5, steps: 30 })
})

test('the identity graph can have a long run of its own', () => {
  expect(readOptions(['--identity', '20'], 42)).toMatchObject({ identity: 20, seed: 42 })
})

test('the large collector can have a long run of its own', () => {
  expect(readOptions(['--cluster', '500', '--minutes', '10'], 42)).toMatchObject({ cluster: 500, minutes: 10, seed: 42 })
})

test.each([['--seed', 'x'], ['--minutes', '0'], ['--kills', '-1'], ['--what', '1']])('%s %s is refused with the usage', (...args) => {
  expect(() => readOptions(args, 42)).toThrow(/npm run soak/)
})
