// Judges of `umami` and `matomo`: clients of these systems make the same calls, and their payloads are compared with ours.
// Compared: every field that the client sends. Left out, and why: beside each comparison.
import { Umami } from '@umami/node'
import MatomoTracker from 'matomo-tracker'
import { expect, test } from 'vitest'
import { matomo, umami } from '../../src/formats/index.js'
import { event, kinds, sentAt } from '../support/formats/events.js'
import { startRecorder } from './startRecorder.js'

const { page } = event().context

test('what Umami’s own client sends for the same calls is in what we send', async () => {
  const recorder = await startRecorder()
  const client = new Umami({ websiteId: 'w', hostUrl: recorder.url })
  await client.track('Event 1', { plan: 'gold', amount: 3 })
  await client.track({ url: page.url, title: 'Home', referrer: page.referrer!, language: 'de-DE', screen: '1280x800', hostname: 'shop.example' })
  await client.identify({ plan: 'gold' })
  await recorder.close()
  const ours = JSON.parse(umami({ url: '/', website: 'w' }).encode([kinds.track, kinds.page, kinds.identify], sentAt).body)
  recorder.recorded.forEach(({ body }, i) => expect(ours[i]).toMatchObject(JSON.parse(body)))
  // One by one it sends to /api/send what /api/batch takes as a list.
  expect(recorder.recorded.map(({ url }) => url.pathname)).toEqual(Array(3).fill('/api/send'))
})

test('what a Matomo client sends in bulk for the same calls is in what we send', async () => {
  const recorder = await startRecorder('{"status":"success","tracked":2,"invalid":0}')
  const client = new MatomoTracker(1, `${recorder.url}/matomo.php`)
  const common = { url: page.url, urlref: page.referrer, _id: '80000000000000a1', uid: 'customer-1001', res: '1280x800', lang: 'de-DE', cdo: '60' }
  client.trackBulk([{ ...common, action_name: 'Home' }, { ...common, e_c: 'website', e_a: 'Größe & Art' }], () => {})
  const [request] = await recorder.until(1)
  await recorder.close()
  const read = (body: string) => JSON.parse(body).requests.map((query: string) => Object.fromEntries(new URLSearchParams(query)))
  const ours = matomo({ url: 'http://recorder', siteId: 1 }).encode([kinds.page, event({ name: 'Größe & Art' })], sentAt)
  const theirs = read(request!.body)
  expect(theirs).toHaveLength(2)
  // It has no page view, no version and no random number of its own: what it sends is in ours, as the server will read it.
  read(ours.body).forEach((hit: any, i: number) => expect(hit).toMatchObject(theirs[i]))
  expect(new URL(ours.url).pathname).toBe(request!.url.pathname)
})
