// What a page tells Google's tags of consent is told to the tracker: what was said before, what is said later, and nothing twice.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { googleConsentMode, type GoogleConsentModeOptions } from '../../../src/consent/googleConsentMode.js'
import { createNotingTracker, openPage, putOnPage, setGlobalPrivacyControl } from './notingTracker.js'

const everything = { analytics: true, personalization: true, marketing: true }
const types = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage', 'personalization_storage']
const all = (value: 'granted' | 'denied') => Object.fromEntries(types.map((type) => [type, value]))

/** As Google gives it to sites. */
const gtag: (...said: unknown[]) => void = function () {
  const page = window as unknown as { dataLayer?: unknown[] }
  page.dataLayer ??= []
  // What Google's tags look for is `arguments`, and no array.
  page.dataLayer.push(arguments)
}

const stops: (() => void)[] = []
const start = (options?: GoogleConsentModeOptions) => {
  const stage = createNotingTracker()
  const stop = googleConsentMode(options)(stage.tracker)
  stops.push(stop)
  return { ...stage, stop }
}

beforeEach(() => {
  vi.useFakeTimers()
  openPage()
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.useRealTimers()
})

test('what was said before is read, and what is said later is followed', () => {
  gtag('js', new Date())
  gtag('consent', 'default', { ...all('denied'), wait_for_update: 500 })
  gtag('consent', 'update', { analytics_storage: 'granted' })
  const { told } = start()
  expect(told).toEqual([{ analytics: true }])
  gtag('event', 'page_view')
  gtag('consent', 'update', all('granted'))
  gtag('consent', 'update', all('granted'))
  expect(told.slice(1)).toEqual([{ personalization: true, marketing: true }])
  gtag('consent', 'update', { ad_user_data: 'denied' })
  expect(told.slice(2)).toEqual([{ marketing: false }])
})

test('a default that denies waits for the visitor, one that grants does not', () => {
  gtag('consent', 'default', all('denied'))
  expect(start().told).toEqual([])
  gtag('consent', 'default', all('granted'))
  expect(start().told).toEqual([everything])
})

test('a default that grants does not count against Global Privacy Control, a visitor who grants does', () => {
  setGlobalPrivacyControl()
  gtag('consent', 'default', all('granted'))
  const { told } = start()
  expect(told).toEqual([])
  gtag('consent', 'update', { analytics_storage: 'granted' })
  expect(told).toEqual([{ analytics: true }])
})

test('who is in a region only Google can tell: a default that some region denies decides nothing, until Google has', () => {
  gtag('consent', 'default', { ...all('denied'), region: ['DE', 'US-CA'] })
  gtag('consent', 'default', all('granted'))
  const { told } = start()
  expect(told).toEqual([])
  const entries = Object.fromEntries(types.map((type) => [type, { default: true }]))
  putOnPage({ google_tag_data: { ics: { entries, addListener: () => {} } } })
  vi.advanceTimersByTime(1_000)
  expect(told).toEqual([everything])
})

test('what a tag container tells Google past dataLayer is heard from Google', () => {
  let changed = (): void => {}
  const entries: { [type: string]: { update?: boolean } } = {}
  putOnPage({ google_tag_data: { ics: { entries, addListener: (_: unknown, listener: () => void) => (changed = listener) } } })
  const { told } = start()
  entries.analytics_storage = { update: true }
  changed()
  expect(told).toEqual([{ analytics: true }])
  // Google's tags look at dataLayer a moment after us: the older of the two is no news.
  gtag('consent', 'default', {})
  vi.advanceTimersByTime(60_000)
  gtag('consent', 'update', { analytics_storage: 'denied' })
  expect(told.slice(1)).toEqual([{ analytics: false }])
  entries.analytics_storage = { update: false }
  changed()
  entries.analytics_storage = { update: true }
  changed()
  expect(told.slice(1)).toEqual([{ analytics: false }, { analytics: true }])
})

test('of what nothing is said nothing is decided, or what gtag implies, if the site wants that', () => {
  gtag('consent', 'update', { ad_storage: 'granted' })
  expect(start().told).toEqual([])
  expect(start({ implied: true }).told).toEqual([everything])
  setGlobalPrivacyControl()
  expect(start({ implied: true }).told).toEqual([])
})

test('a dataLayer that comes later is found, and one that is patched on top of us is left alone after the stop', () => {
  const { told, stop } = start()
  gtag('consent', 'update', { analytics_storage: 'granted' })
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual([{ analytics: true }])

  const { dataLayer } = window as unknown as { dataLayer: unknown[] }
  const ours = dataLayer.push
  const theirs = (...items: unknown[]): number => ours.apply(dataLayer, items)
  dataLayer.push = theirs
  stop()
  gtag('consent', 'update', { analytics_storage: 'denied' })
  expect(told).toHaveLength(1)
  expect(dataLayer.push).toBe(theirs)
  expect(dataLayer).toHaveLength(2)
})

test('after its stop dataLayer is as it was', () => {
  gtag('js')
  const { dataLayer } = window as unknown as { dataLayer: unknown[] }
  const before = dataLayer.push
  start().stop()
  expect(dataLayer.push).toBe(before)
})

test('nonsense and elements of these names decide nothing and break nothing', async () => {
  putOnPage({ dataLayer: document.createElement('form'), google_tag_data: document.createElement('form') })
  const odd = start()
  putOnPage({ dataLayer: [null, 1, 'consent', ['consent'], ['consent', 'update', null], ['consent', 'update', { analytics_storage: 1 }], { event: 'x' }], google_tag_data: { ics: { entries: { analytics_storage: null } } } })
  const nonsense = start({ purposes: { analytics: ['analytics_storage'], ['__proto__']: ['ad_storage'] } })
  await Promise.resolve()
  expect([odd.told, odd.errors, nonsense.told, nonsense.errors]).toEqual([[], [], [], []])
})
