// @vitest-environment happy-dom
// Judge of `plausible`: Plausible's own tracker makes the same calls, and its payloads are compared with ours.
// Compared: every field. Left out, and why: beside the comparison.
import { init, track } from '@plausible-analytics/tracker'
import { expect, test, vi } from 'vitest'
import { plausible } from '../../src/formats/index.js'
import { event, kinds, order, sentAt } from '../support/formats/events.js'
import { without } from './without.js'

const { page } = event().context

test('what Plausible’s own tracker sends for the same calls is what we send', () => {
  const sent: { url: string; contentType: string; body: any }[] = []
  vi.stubGlobal('fetch', async (url: string, { headers, body }: any) => {
    sent.push({ url, contentType: headers['Content-Type'], body: JSON.parse(body) })
    return { status: 202 }
  })
  ;(window as any).happyDOM.setURL(page.url)
  Object.defineProperty(document, 'referrer', { value: page.referrer })
  // Or it takes this for a machine.
  ;(window as any).__plausible = true
  init({ domain: 'shop.example', autoCapturePageviews: false, logging: false, bindToWindow: false })
  track('Event 1', { props: { plan: 'gold', amount: '3' } })
  track('pageview', {})
  track('Order Completed', { revenue: { amount: 125.65, currency: 'EUR' } })
  const ours = [kinds.track, { ...kinds.page, properties: {}, name: '' }, order].map((each) => {
    const request = plausible({ domain: 'shop.example' }).encode([each], sentAt)
    return { url: request.url, contentType: request.contentType.replace(/;.*/, ''), body: JSON.parse(request.body) }
  })
  // Left out: the version of the script; of the order its properties, which its tracker was not given.
  const own = sent.filter(({ body }) => body.n !== 'engagement').map((each) => without(each, 'body.v'))
  expect(own).toHaveLength(3)
  expect(ours.map((each, i) => (i === 2 ? without(each, 'body.p') : each)).map((each) => JSON.parse(JSON.stringify(each)))).toEqual(own)
})
