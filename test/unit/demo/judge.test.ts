// What the verdict on a visit makes of each thing that can go wrong.
// Must not start a browser or a server.
import { describe, expect, it } from 'vitest'
import { judge } from '../../../examples/demo/judge.js'

const event = (id: string, n: number, name = 'Product Viewed') => ({ id, type: 'track', name, stream: 's', n, deliveries: 1 })
const noted = (id: string) => ({ id, type: 'track', name: 'Product Viewed', stream: 's', time: 0 })
const visit = {
  noted: [noted('a'), noted('b')],
  stored: [event('a', 0), event('b', 1)],
  done: ['Product Viewed', 'Product Viewed'],
  streams: [{ missingCount: 0 }],
  people: [{ id: 'customer-1001' }],
}

describe('judge', () => {
  it('is content when pages, collector and visitor agree', () => {
    expect(judge(visit)).toMatchObject({ good: true, missing: 0, double: 0, people: 1, repeats: 0 })
  })

  it('counts what a page tracked and the collector never got', () => {
    const verdict = judge({ ...visit, stored: [event('a', 0)] })
    expect(verdict).toMatchObject({ good: false, missing: 1, lost: [noted('b')] })
  })

  it('counts a gap that only the collector knows of', () => {
    expect(judge({ ...visit, streams: [{ missingCount: 2 }] })).toMatchObject({ good: false, missing: 2 })
  })

  it('calls an event double that no page tracked', () => {
    const verdict = judge({ ...visit, stored: [...visit.stored, event('c', 2, 'Element Clicked')] })
    expect(verdict).toMatchObject({ good: false, double: 1, missing: 0 })
  })

  it('calls two events in one place of a stream double', () => {
    const verdict = judge({ ...visit, stored: [event('a', 0), event('b', 0)] })
    expect(verdict).toMatchObject({ good: false, double: 1 })
  })

  it('lets a repeat pass that was counted once, and mentions it', () => {
    const stored = [{ ...event('a', 0), deliveries: 3 }, event('b', 1)]
    expect(judge({ ...visit, stored })).toMatchObject({ good: true, double: 0, repeats: 2 })
  })

  it('is not content with two people, with nobody, or with nothing', () => {
    expect(judge({ ...visit, people: [{ id: 'x' }, { id: 'y' }] }).good).toBe(false)
    expect(judge({ ...visit, people: [] }).good).toBe(false)
    expect(judge({ ...visit, noted: [], stored: [], done: [] }).good).toBe(false)
  })

  it('does not believe a tracker that forgot what the visitor did', () => {
    expect(judge({ ...visit, done: [...visit.done, 'Product Viewed'] })).toMatchObject({ good: false, asDone: false })
    const swapped = judge({ ...visit, done: ['Product Viewed', 'Cart Viewed'] })
    expect(swapped).toMatchObject({ good: false, asDone: false, missing: 0 })
  })
})
