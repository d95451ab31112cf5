// Any dialog that says when to look and what was decided, and the two that come ready made.
import { beforeEach, expect, test } from 'vitest'
import { consentFrom } from '../../../src/consent/consentFrom.js'
import { cookiebot } from '../../../src/consent/cookiebot.js'
import { oneTrust } from '../../../src/consent/oneTrust.js'
import type { Capture, Choices } from '../../../src/types.js'
import { createNotingTracker, openPage, putOnPage, say, setGlobalPrivacyControl } from './notingTracker.js'

beforeEach(() => openPage())

const start = (bridge: Capture) => {
  const stage = createNotingTracker()
  return { ...stage, stop: bridge(stage.tracker) }
}

test('it reads at the start and at each event, and says only what is new', () => {
  let choices: Choices | undefined
  const { told, stop } = start(consentFrom({ events: ['closed', 'changed'], read: () => choices }))
  expect(told).toEqual([])
  choices = { analytics: true, marketing: false }
  say('closed')
  say('closed')
  choices = { analytics: true, marketing: true }
  say('changed')
  expect(told).toEqual([{ analytics: true, marketing: false }, { marketing: true }])
  stop()
  choices = { analytics: false }
  say('changed')
  expect(told).toHaveLength(2)
})

test('what has been decided already is told at once', () => {
  expect(start(consentFrom({ read: () => ({ analytics: false }) })).told).toEqual([{ analytics: false }])
})

test('it hands the detail of the event on', () => {
  const { told } = start(consentFrom({ events: ['closed'], read: (detail) => detail as Choices }))
  say('closed', { analytics: true })
  expect(told).toEqual([{ analytics: true }])
})

test('it subscribes in any other way, and takes that back', () => {
  const listeners = new Set<(detail?: unknown) => void>()
  const { told, stop } = start(
    consentFrom({
      read: (detail) => detail as Choices,
      subscribe: (changed) => (listeners.add(changed), () => listeners.delete(changed)),
    }),
  )
  for (const changed of listeners) changed({ analytics: true })
  expect(told).toEqual([{ analytics: true }])
  stop()
  expect(listeners.size).toBe(0)
})

test('what throws is told as an error, and breaks neither the page nor what follows', async () => {
  let isBroken = true
  const { told, errors, stop } = start(
    consentFrom({
      events: ['closed'],
      read: () => {
        if (isBroken) throw new Error('no cookie')
        return { analytics: true }
      },
      subscribe: () => {
        throw new Error('no dialog')
      },
    }),
  )
  isBroken = false
  say('closed')
  stop()
  await Promise.resolve()
  expect(errors).toEqual(['no dialog', 'no cookie'])
  expect(told).toEqual([{ analytics: true }])
})

test('a choice can be to be known for this session only, or to be counted only', () => {
  expect(start(consentFrom({ read: () => ({ analytics: 'anonymous' }) })).told).toEqual([{ analytics: 'anonymous' }])
  expect(start(consentFrom({ read: () => ({ analytics: 'session' }) })).told).toEqual([{ analytics: 'session' }])
})

test('nothing else is a choice', () => {
  const odd = { analytics: 'yes', marketing: 1, personalization: { toString: () => 'true' }, ads: document.createElement('input') } as unknown as Choices
  expect(start(consentFrom({ read: () => odd })).told).toEqual([])
})

test('a purpose with the name of a prototype is one like any other', () => {
  const odd = JSON.parse('{"__proto__":true,"constructor":true}') as Choices
  const { told } = start(consentFrom({ read: () => odd }))
  expect(Object.keys(told[0] ?? {})).toEqual(['__proto__', 'constructor'])
  expect(Object.prototype).not.toHaveProperty('analytics')
})

test('OneTrust: before the banner is closed only what is granted without asking, afterwards everything', () => {
  let isClosed = false
  putOnPage({ OneTrust: { IsAlertBoxClosed: () => isClosed }, OnetrustActiveGroups: ',C0001,' })
  const { told } = start(oneTrust())
  expect(told).toEqual([])
  isClosed = true
  putOnPage({ OnetrustActiveGroups: ',C0001,C0002,C0004,' })
  say('OneTrustGroupsUpdated', ['C0001', 'C0002', 'C0004'])
  expect(told).toEqual([{ analytics: true, personalization: false, marketing: true }])
  putOnPage({ OnetrustActiveGroups: ',C0001,' })
  say('OTConsentApplied')
  expect(told.slice(1)).toEqual([{ analytics: false, marketing: false }])
})

test('OneTrust, where it asks nobody first: all is granted, but not against Global Privacy Control', () => {
  putOnPage({ OnetrustActiveGroups: ',C0001,C0002,C0003,C0004,' })
  expect(start(oneTrust({ groups: { analytics: ['C0002'], ads: ['C0004', 'C0005'] } })).told).toEqual([{ analytics: true }])
  setGlobalPrivacyControl()
  expect(start(oneTrust()).told).toEqual([])
})

test('Cookiebot: nothing before an answer, then each answer', () => {
  const answer = (hasResponse: boolean, statistics: boolean, marketing: boolean, method: string | null = 'explicit') =>
    putOnPage({ Cookiebot: { hasResponse, consent: { necessary: true, preferences: false, statistics, marketing, method } } })
  answer(false, false, false, null)
  const { told } = start(cookiebot())
  expect(told).toEqual([])
  answer(true, true, false)
  say('CookiebotOnAccept')
  say('CookiebotOnConsentReady')
  expect(told).toEqual([{ analytics: true, personalization: false, marketing: false }])
  answer(true, false, false)
  say('CookiebotOnDecline')
  expect(told.slice(1)).toEqual([{ analytics: false }])
  answer(true, true, true, 'implied')
  setGlobalPrivacyControl()
  expect(start(cookiebot({ categories: { analytics: 'statistics', other: 'preferences' } })).told).toEqual([{ other: false }])
})

test('elements of these names decide nothing', () => {
  const element = document.createElement('form') as HTMLFormElement & { hasResponse?: unknown; consent?: unknown }
  element.hasResponse = document.createElement('input')
  element.consent = { statistics: document.createElement('input') }
  putOnPage({ Cookiebot: element, OnetrustActiveGroups: element, OneTrust: element })
  expect([start(cookiebot()).told, start(oneTrust()).told]).toEqual([[], []])
  putOnPage({ Cookiebot: { hasResponse: true, consent: element.consent } })
  expect(start(cookiebot({ categories: { analytics: 'statistics' } })).told).toEqual([{ analytics: false }])
})

test('after its stop no listener is left', () => {
  const removed: string[] = []
  const { stop } = start(consentFrom({ events: ['closed'], read: () => undefined }))
  globalThis.removeEventListener = (type: string) => void removed.push(type)
  stop()
  expect(removed).toEqual(['closed'])
})

test('where there is no page it does nothing', () => {
  openPage()
  const page = globalThis.document
  Reflect.deleteProperty(globalThis, 'document')
  const { told, stop } = start(consentFrom({ read: () => ({ analytics: true }) }))
  stop()
  globalThis.document = page
  expect(told).toEqual([])
})
