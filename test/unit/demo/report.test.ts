// The words of a visit's verdict.
import { describe, expect, it } from 'vitest'
import { judge } from '../../../examples/demo/judge.js'
import { report } from '../../../examples/demo/report.js'

const stored = [
  { id: 'a', type: 'track', name: 'Product Viewed', stream: 's', n: 0, deliveries: 1, channel: 'website',
    time: '2026-01-02T03:04:05.000Z', anonymousId: '0197-aaaaaa', userId: null, properties: { name: 'Pebble Mug' } },
  { id: 'b', type: 'identify', name: null, stream: 's', n: 1, deliveries: 1, channel: 'website',
    time: '2026-01-02T03:04:06.000Z', anonymousId: '0197-aaaaaa', userId: 'customer-1001' },
]
const people = [
  { id: 'customer-1001', events: 2, identifiers: [
    { namespace: 'anonymous', value: '0197-aaaaaa' }, { namespace: 'user', value: 'customer-1001' }] },
]
const noted = stored.map(({ id, type, stream }) => ({ id, type, stream, time: 0 }))
const done = ['Product Viewed']
const words = (visit: Partial<Parameters<typeof judge>[0]> = {}) => {
  const verdict = judge({ noted, stored, done, streams: [], people, ...visit })
  return report({ stored, people, done, verdict })
}

describe('report', () => {
  it('names every event with who did it, and ends with the sum', () => {
    expect(words()).toMatch(/website +track +Product Viewed \(Pebble Mug\) +anonymous …aaaaaa/)
    expect(words()).toMatch(/website +identify +customer-1001 +customer-1001/)
    expect(words()).toContain('customer-1001 = anonymous …aaaaaa, user customer-1001: 2 events')
    expect(words().split('\n').at(-1)).toBe('  0 missing, 0 double, 1 person')
  })

  it('names what is missing', () => {
    const lost = { id: 'lost-id', type: 'track', name: 'Cart Viewed', stream: 's', time: 0 }
    expect(words({ noted: [...noted, lost] })).toContain('missing: track Cart Viewed lost-id')
  })

  it('sets what was done against what arrived when they differ', () => {
    expect(words({ done: ['Cart Viewed'] })).toContain('arrived:')
  })
})
