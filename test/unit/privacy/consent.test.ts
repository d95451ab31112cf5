// Where consent starts, and what choices mean.
import { expect, test } from 'vitest'
import { readChoices, startConsent, type Consent } from '../../../src/privacy/consent.js'
import type { Options } from '../../../src/types.js'

const rows: [
  what: string,
  option: Options['consent'],
  gpc: string | false,
  decided: Consent | undefined,
  start: Consent,
][] = [
  ['nothing said', undefined, false, undefined, { analytics: 'granted', marketing: 'granted' }],
  ['pending', 'pending', false, undefined, { analytics: 'pending', marketing: 'pending' }],
  ['denied', 'denied', false, undefined, { analytics: 'denied', marketing: 'denied' }],
  ['known for the session', 'session', false, undefined, { analytics: 'session', marketing: 'denied' }],
  ['counted only', 'anonymous', false, undefined, { analytics: 'anonymous', marketing: 'denied' }],
  ['one purpose pending', { analytics: 'pending' }, false, undefined, { analytics: 'pending', marketing: 'granted' }],
  [
    'a purpose of the site',
    { chat: 'denied' },
    false,
    undefined,
    { analytics: 'granted', marketing: 'granted', chat: 'denied' },
  ],
  ['the signal denies marketing', undefined, 'shared', undefined, { analytics: 'granted', marketing: 'denied' }],
  [
    'the signal denies over the option',
    { marketing: 'granted' },
    'shared',
    undefined,
    { analytics: 'granted', marketing: 'denied' },
  ],
  ['the signal denies all', 'granted', 'all', undefined, { analytics: 'denied', marketing: 'denied' }],
  ['the signal is ignored', 'granted', 'ignore', undefined, { analytics: 'granted', marketing: 'granted' }],
  ['an earlier refusal', 'granted', false, { analytics: 'denied' }, { analytics: 'denied', marketing: 'granted' }],
  ['an earlier grant', 'pending', false, { analytics: 'granted' }, { analytics: 'granted', marketing: 'pending' }],
  [
    'a choice counts before the signal',
    'granted',
    'shared',
    { marketing: 'granted' },
    { analytics: 'granted', marketing: 'granted' },
  ],
]

test.each(rows)('%s', (_, option, gpc, decided, start) => {
  expect(startConsent(option, gpc, decided)).toEqual(start)
})

test('only true is a yes', () => {
  const choices = { a: true, b: false, c: 'true', d: 1, e: null } as unknown as { [purpose: string]: boolean }
  expect(readChoices(choices)).toEqual({ a: 'granted', b: 'denied', c: 'denied', d: 'denied', e: 'denied' })
})

test('choices of what is no choice are none, and of too many the first, because each event carries them', () => {
  for (const value of ['denied', 1, true, () => {}] as never[]) expect(readChoices(value)).toEqual({})
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`purpose ${i}`, true]))
  expect(Object.keys(readChoices({ analytics: false, ...many }))).toHaveLength(20)
})
