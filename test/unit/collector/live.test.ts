// Events as they come, over server-sent events.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createChanges } from '../../../examples/collector/createChanges.js'
import { streamLive } from '../../../examples/collector/streamLive.js'
import { item } from './collectorClient.js'
import { useCollector } from './useCollector.js'

const { collector, sender } = useCollector()

type Message = { event: string; id: string; data: any }

async function listen(path = '/live', headers: Record<string, string> = {}) {
  const abort = new AbortController()
  const response = await fetch(collector.url + path, { headers, signal: abort.signal })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  async function next(): Promise<Message> {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
        if (field('event')) return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) }
        continue
      }
      const chunk = await reader?.read()
      if (!chunk || chunk.done) throw new Error('The stream has ended.')
      text += chunk.value
    }
  }
  return { next, stop: () => abort.abort() }
}

test('replays the last events and goes on with what comes', async () => {
  await sender.send(['A', 'B', 'C'].map((event) => item({ event })))
  const live = await listen('/live?last=2')
  expect([(await live.next()).data.name, (await live.next()).data.name]).toEqual(['B', 'C'])
  await sender.send([item({ event: 'D', properties: { price: 3 } })])
  const { event, data } = await live.next()
  expect([event, data.name, data.preview, data.payload]).toEqual(['stored', 'D', '{"price":3}', undefined])
  live.stop()
})

test('goes on behind the last event that a page has seen', async () => {
  await sender.send(['A', 'B'].map((event) => item({ event })))
  const first = await listen()
  await first.next()
  const { id } = await first.next()
  first.stop()
  await sender.send(['C', 'D'].map((event) => item({ event })))
  const second = await listen('/live', { 'last-event-id': id })
  expect([(await second.next()).data.name, (await second.next()).data.name]).toEqual(['C', 'D'])
  second.stop()
})

test('starts anew for an id from a database that is gone', async () => {
  await sender.send([item({ event: 'A' })])
  const live = await listen('/live', { 'last-event-id': '999999999999999' })
  expect((await live.next()).data.name).toBe('A')
  live.stop()
})

test('says that known events came again, and does not send them twice', async () => {
  const again = item({ event: 'A' })
  await sender.send([again])
  const live = await listen()
  await live.next()
  await sender.send([again])
  expect((await live.next()).event).toBe('repeated')
  live.stop()
})

test('misses nothing while many send at once', async () => {
  const live = await listen()
  const batchOf = (b: number) => Array.from({ length: 30 }, (_, i) => item({ event: `${b}-${i}` }))
  const batches = Array.from({ length: 20 }, (_, b) => batchOf(b))
  const sent = Promise.all(batches.map((batch) => sender.send(batch)))
  const seen = new Set<string>()
  while (seen.size < 600) {
    const { event, data } = await live.next()
    if (event === 'stored') seen.add(data.name)
  }
  await sent
  expect(seen.size).toBe(600)
  live.stop()
})

test('sees what is stored while it is reading', async () => {
  const changes = createChanges()
  const closing = new AbortController()
  const event = { seq: 1, id: 'a', name: 'A', payload: {} }
  let reads = 0
  const query = async (sql: string) => {
    if (!sql.includes('payload')) return []
    reads++
    if (reads === 1) changes.emit()
    return reads === 2 ? [event] : []
  }
  const app = new Hono().get('/live', (c) => streamLive(c, { query, changes, closing: closing.signal }))
  const reader = (await app.request('/live')).body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('"A"')) text += (await reader?.read())?.value ?? ''
  expect(reads).toBe(2)
  closing.abort()
})

test('pages of events by cursor cover everything once', async () => {
  await sender.send(Array.from({ length: 25 }, (_, i) => item({ event: `${i}` })))
  const names: string[] = []
  for (let after = 0; ;) {
    const { events, next } = await sender.get(`/events?after=${after}&limit=10`)
    if (events.length === 0) break
    names.push(...events.map((event: any) => event.name))
    after = next
  }
  expect(names).toEqual(Array.from({ length: 25 }, (_, i) => `${i}`))
})
