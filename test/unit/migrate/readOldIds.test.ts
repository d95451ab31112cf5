// @vitest-environment happy-dom
// What other libraries leave in a browser, as they write it.
import { afterEach, expect, test } from 'vitest'
import { readOldIds, type OldLibrary } from '../../../src/migrate/readOldIds.js'

const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'
const set = (name: string, value: string) => (document.cookie = `${name}=${value};path=/`)

afterEach(() => {
  localStorage.clear()
  for (const pair of document.cookie.split('; ')) document.cookie = `${pair.split('=')[0]}=;path=/;max-age=0`
})

const encoded = (bag: object) => encodeURIComponent(JSON.stringify(bag))

test.each<[OldLibrary, string, string, string, string?]>([
  ['segment', 'ajs_anonymous_id', uuid, uuid],
  ['segment', 'ajs_anonymous_id', `%22${uuid}%22`, uuid],
  ['rudderstack', 'rl_anonymous_id', `RS_ENC_v3_${btoa(JSON.stringify(uuid))}`, uuid],
  ['rudderstack', 'rl_anonymous_id', encodeURIComponent(JSON.stringify(uuid)), uuid],
  ['posthog', 'ph_phc_abc_posthog', encoded({ distinct_id: uuid, $device_id: uuid }), uuid],
  ['posthog', 'ph_phc_abc_posthog', encoded({ distinct_id: 'alice', $device_id: uuid, $user_state: 'identified' }), uuid, 'alice'],
  ['mixpanel', 'mp_abc_mixpanel', encoded({ distinct_id: `$device:${uuid}`, $device_id: uuid }), uuid],
  ['mixpanel', 'mp_abc_mixpanel', encoded({ distinct_id: 'alice', $device_id: uuid, $user_id: 'alice' }), uuid, 'alice'],
  ['amplitude', 'AMP_0123456789', btoa(encodeURIComponent(JSON.stringify({ deviceId: uuid, userId: 'alice' }))), uuid, 'alice'],
  ['snowplow', '_sp_id.1fff', `${uuid}.1550000000.3.1550003000.1550001000.0f8f`, uuid],
  ['ga', '_ga', 'GA1.2.1033501218.1368477899', '1033501218.1368477899'],
])('%s: %s is read from the cookie', (library, name, value, anonymousId, userId) => {
  set(name, value)
  expect(readOldIds([library])).toEqual([{ library, anonymousId, userId }])
})

test('what is in localStorage is read too, and libraries come in the order in which they are named', () => {
  localStorage.setItem('ajs_anonymous_id', `"${uuid}"`)
  localStorage.setItem('ajs_user_id', '"alice"')
  set('_ga', 'GA1.2.1.2')
  expect(readOldIds(['ga', 'segment'])).toEqual([
    { library: 'ga', anonymousId: '1.2', userId: undefined },
    { library: 'segment', anonymousId: uuid, userId: 'alice' },
  ])
})

test('what is not there, or cannot be read, is left out', () => {
  set('AMP_0123456789', 'not base64!')
  set('ph_x_posthog', '%7Bbroken')
  set('rl_anonymous_id', 'RudderEncrypt%3AU2FsdGVkX1')
  set('_ga', '')
  expect(readOldIds(['segment', 'rudderstack', 'posthog', 'mixpanel', 'amplitude', 'snowplow', 'ga'])).toEqual([])
})
