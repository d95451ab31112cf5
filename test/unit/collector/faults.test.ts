// A collector that misbehaves on purpose.
import { describe, expect, test } from 'vitest'
import { item } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector({ faults: true })

const count = async () => (await collector.stored()).length
const statuses = () => collector.requests.map(({ status }) => status)

test('status: answers it so many times and stores nothing', async () => {
  collector.fail({ kind: 'status', status: 429, retryAfter: 2, times: 2 })
  const first = await sender.send([item()])
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '2'])
  expect(first.headers.get('access-control-allow-origin')).toBe('*')
  expect((await sender.send([item()])).status).toBe(429)
  expect(await count()).toBe(0)
  expect((await sender.send([item()])).status).toBe(200)
  expect(statuses()).toEqual([429, 429, 200])
})

test('status with poison: fails only batches with that event', async () => {
  collector.fail({ kind: 'status', status: 400, poison: 'Poison' })
  expect((await sender.send([item(), item({ event: 'Poison' })])).status).toBe(400)
  expect((await sender.send([item()])).status).toBe(200)
  expect((await sender.send([item({ event: 'Poison' })])).status).toBe(400)
  expect(await count()).toBe(1)
})

test('lost: stores the batch and never says so', async () => {
  collector.fail({ kind: 'lost', times: 1 })
  const again = item()
  await expect(sender.send([again])).rejects.toThrow('fetch failed')
  expect(await count()).toBe(1)
  expect((await sender.send([again])).body).toMatchObject({ stored: 0, repeated: 1 })
  expect(statuses()).toEqual([0, 200])
})

test('cut: stores the batch, and the answer breaks off', async () => {
  collector.fail({ kind: 'cut', times: 1 })
  await expect(sender.send([item()])).rejects.toThrow(/terminated|fetch failed|aborted/)
  expect(await count()).toBe(1)
})

test('a hidden answer does not let pages of other origins read its headers', async () => {
  collector.fail({ kind: 'status', status: 429, retryAfter: 7, isHidden: true, times: 1 })
  expect((await sender.send([item()])).headers.has('Access-Control-Expose-Headers')).toBe(false)
  expect((await sender.send([item()])).headers.has('Access-Control-Expose-Headers')).toBe(true)
})

test('reset: ends the connection before anything is stored', async () => {
  collector.fail({ kind: 'reset', times: 1 })
  await expect(sender.send([item()])).rejects.toThrow('fetch failed')
  expect(await count()).toBe(0)
})

test('hang: never answers until it is cleared', async () => {
  collector.fail({ kind: 'hang', times: 1 })
  // Whichever comes first hangs, so once the other has its answer one is known to hang.
  const ends: unknown[] = []
  const requests = [item(), item()].map(async (one) => ends.push(await sender.send([one]).then(({ status }) => status, () => 'ended')))
  await Promise.race(requests)
  expect(ends).toEqual([200])
  collector.fail(null)
  await Promise.all(requests)
  expect(ends).toEqual([200, 'ended'])
  expect(await count()).toBe(1)
})

test('limit: 413 above so many bytes', async () => {
  collector.fail({ kind: 'limit', bytes: 1_000 })
  const properties = { text: 'x'.repeat(1_000) }
  expect((await sender.send([item({ properties })])).status).toBe(413)
  expect((await sender.send([item()])).status).toBe(200)
})

test('garbage: the login page of a Wi-Fi with status 200', async () => {
  collector.fail({ kind: 'garbage', times: 1 })
  const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body: '{}' })
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('<form>')])
})

test('redirect: leads to that login page', async () => {
  collector.fail({ kind: 'redirect', times: 1 })
  const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body: '{}' })
  expect([response.redirected, response.status]).toEqual([true, 200])
  expect(await response.text()).toContain('<form>')
})

test('slow: answers later', async () => {
  collector.fail({ kind: 'slow', delayMs: 120, times: 1 })
  const start = performance.now()
  expect((await sender.send([item()])).status).toBe(200)
  expect(performance.now() - start).toBeGreaterThan(110)
})

test('retryEvents: takes the others and asks for those again', async () => {
  collector.fail({ kind: 'retryEvents', names: ['Later'], times: 1 })
  const later = item({ event: 'Later', messageId: 'later' })
  const { body } = await sender.send([item(), later])
  expect(body).toMatchObject({ success: true, received: 2, stored: 1, results: { later: { status: 'retry' } } })
  expect(await count()).toBe(1)
  expect((await sender.send([later])).body.stored).toBe(1)
})

test('can be set over HTTP, but only to what exists', async () => {
  const set = (fault: unknown) => sender.post(JSON.stringify(fault), { path: '/faults' })
  const fault = { kind: 'status', status: 500, times: 1 }
  expect((await set(fault)).body).toEqual({ fault })
  expect((await sender.send([item()])).status).toBe(500)
  for (const fault of [{ kind: 'constructor' }, { kind: 'status', status: 42 }, { kind: 'limit' }, 'lost', 7]) {
    expect((await set(fault)).status).toBe(400)
  }
  expect((await set(null)).body).toEqual({ fault: null })
})

describe('the record of requests', () => {
  test('says what was sent and what was answered', async () => {
    const { body } = await sender.send([item({ messageId: 'a' }), item({ messageId: 'b' })])
    expect(body.stored).toBe(2)
    const answered = { path: '/v1/batch', status: 200, encoding: 'identity', ids: ['a', 'b'] }
    expect(collector.requests).toEqual([{ time: expect.any(Number), bytes: expect.any(Number), ...answered }])
    expect(collector.requests[0]?.bytes).toBeGreaterThan(100)
  })
})

describe('waitFor', () => {
  test('resolves once so many events are stored, or once the predicate says so', async () => {
    const waits = [collector.waitFor(2), collector.waitFor((events) => events.some(({ name }) => name === 'B'))]
    await sender.send([item({ event: 'A' })])
    await sender.send([item({ event: 'B' })])
    expect((await Promise.all(waits)).map((events) => events.length)).toEqual([2, 2])
    expect(await collector.waitFor(2)).toHaveLength(2)
  })

  test('says what there is instead when the time is over', async () => {
    await sender.send([item()])
    await expect(collector.waitFor(3, { timeoutMs: 20 })).rejects.toThrow(
      'Waited 20 ms for 3 events; 1 events are stored. Last answers: 200.',
    )
  })
})
