// People follow from what is stored: made again at any time, or told in another order, they are the same.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startCollector } from '../../../examples/collector/start.js'
import { alias, at, createSender, day, identify, item, link, unlink, type Item } from './collectorClient.js'

const some = (max: number) => fc.integer({ min: 0, max })
const id = fc.uuid()
/** Few visitors, customers and cards, so that histories meet. */
const events = fc.tuple(some(19), some(7), some(7), some(20), some(9), id).map(([v, user, card, n, kind, messageId]): Item => {
  const about = { messageId, ...day(1 + n) }
  const who = { anonymousId: `v${v}`, userId: `u${user}` }
  if (kind < 4) return identify(`v${v}`, `u${user}`, about)
  if (kind < 6) return link('loyalty', `L-${card}`, { ...who, ...about })
  if (kind < 8) return unlink('loyalty', `L-${card}`, { ...who, ...about })
  if (kind < 9) return alias(`u${user}`, `u${(user + 1 + (n % 7)) % 8}`, { ...about, ...at('s', n, { type: 'merge' }) })
  return item({ ...about, anonymousId: `v${v}` })
})

/** Who is who, without what tells when each event came. */
const readAll = async (url: string) => {
  const sender = createSender(url)
  const { people, conflicts } = await sender.get('/people')
  const each = await Promise.all(people.map(async ({ key }: any) => {
    const { timeline, ...person } = await sender.get(`/people/${encodeURIComponent(key)}`)
    return { ...person, timeline: timeline.map((event: any) => event.id).sort() }
  }))
  return { people, conflicts, each: each as any[] }
}

test.each([1, 2])('after a random history with unlinks, merges and deletions (%i)', async (seed) => {
  const folder = await mkdtemp(join(tmpdir(), 'people-'))
  const start = (storage: string) => startCollector({ port: 0, storage })
  const one = await start(folder)
  const sender = createSender(one.url)
  const said = fc.sample(events, { numRuns: 90, seed })
  const decided: [path: string, body: unknown][] = []
  const forgotten: { namespace: string; value: string }[] = []
  const decide = async (path: string, body: unknown) => {
    decided.push([path, body])
    expect((await sender.decide(path, body)).status).toBe(200)
  }
  // Bit by bit, and looked at in between: what is kept up must be what follows from all of it.
  for (let i = 0; i < said.length; i += 15) {
    await sender.send(said.slice(i, i + 15))
    const { each, conflicts } = await readAll(one.url)
    const [claim] = conflicts.filter(({ rule }: any) => rule === 'unverifiedMerge')
    if (claim) await decide('/merges', { merge: claim.link.id, verdict: i % 2 ? 'refused' : 'verified' })
    const [first] = each.flatMap(({ links }) => links)
    if (first) await decide('/unlinks', { link: first.id })
    if (i === 30 || i === 60) forgotten.push(...(await sender.delete(each.at(-1).key)).body.deleted)
  }
  const before = await readAll(one.url)
  expect(forgotten.length).toBeGreaterThan(1)
  expect(before.each.flatMap(({ links }) => links).length).toBeGreaterThan(5)
  await one.close()

  const again = await start(folder)
  expect(await readAll(again.url)).toEqual(before)
  await again.close()

  // All at once and the other way round, the deletions first, and each event twice.
  const other = await start(':memory:')
  const otherSender = createSender(other.url)
  for (const { namespace, value } of forgotten) await otherSender.delete(`${namespace}:${value}`)
  await otherSender.send([...said.toReversed(), ...said])
  for (const [path, body] of decided) await otherSender.decide(path, body)
  expect(await readAll(other.url)).toEqual(before)
  await other.close()
  await rm(folder, { recursive: true })
}, 60_000)
