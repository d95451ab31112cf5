// The same suite over HTTP on all three: what is sent is stored once, shown, resolved, refused and deleted alike.
// Must not know a stage: what each of them alone can do is in a file of its own.
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alias, at, createSender, day, identify, item, link, unlink } from '../collector/collectorClient.js'
import { missingFor, openStage, stageNames, type Stage } from './useStage.js'

describe.each(stageNames)('on %s', (name) => {
  const missing = missingFor(name)
  let stage: Stage
  let sender: ReturnType<typeof createSender>
  let reader: ReturnType<typeof createSender>
  beforeAll(async () => {
    if (missing) return
    stage = await openStage(name)
    sender = createSender(stage.taker.url)
    reader = createSender(stage.shower.url)
  }, 120_000)
  afterAll(() => stage?.close())

  /** Everybody of a test has names of their own: the stages are not emptied between tests. */
  const own = (test: string) => (name: string) => `${test}-${name}`
  const person = async (identifier: string) => {
    await stage.settled()
    return reader.get(`/people/${encodeURIComponent(identifier)}`)
  }
  const stored = async () => {
    await stage.settled()
    return stage.shower.stored()
  }

  test.skipIf(missing)('an event is stored once, however often it comes, and each batch is told', async () => {
    const batch = [item({ messageId: `${name}-a` }), item({ messageId: `${name}-b` })]
    expect(await sender.send(batch)).toMatchObject({ status: 200, body: { success: true, received: 2, stored: 2, repeated: 0, results: {} } })
    const again = await sender.send([...batch, item({ messageId: `${name}-c` }), item({ messageId: `${name}-c` })])
    expect(again).toMatchObject({ status: 200, body: { received: 4, stored: 1, repeated: 3 } })
    const ids = (await stored()).map(({ id }) => id)
    expect(ids.filter((id) => id.startsWith(name)).sort()).toEqual([`${name}-a`, `${name}-b`, `${name}-c`])
  })

  test.skipIf(missing)('the same batch from many at once is stored once', async () => {
    const batch = Array.from({ length: 50 }, (_, n) => item({ messageId: `many-${n}` }))
    const answers = await Promise.all(Array.from({ length: 12 }, () => sender.send(batch)))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
    expect(answers.reduce((sum, { body }) => sum + body.stored, 0)).toBe(50)
    expect((await stored()).filter(({ id }) => id.startsWith('many-'))).toHaveLength(50)
  })

  test.skipIf(missing)('what is compressed, large, of other letters or from another year arrives as it was sent', async () => {
    const properties = { text: 'ä😀'.repeat(20_000), list: [1, 2.5, null, { a: true }] }
    const old = item({ messageId: '0192f000-0000-7000-8000-00000000abcd', event: 'Größe', properties, timestamp: '2024-10-30T12:00:00.000Z' })
    const far = item({ messageId: 'ffffffff-ffff-7fff-bfff-ffffffffffff' })
    const body = gzipSync(JSON.stringify({ writeKey: 'größe', batch: [old, far, old] }))
    expect((await sender.post(body, { headers: { 'content-encoding': 'gzip' } })).body).toMatchObject({ stored: 2, repeated: 1 })
    const found = (await stored()).find(({ id }) => id === old['messageId'])
    expect(found).toMatchObject({ name: 'Größe', writeKey: 'größe', properties })
    expect(found?.time.toISOString()).toBe('2024-10-30T12:00:00.000Z')
    expect((await stored()).some(({ id }) => id === far['messageId'])).toBe(true)
  })

  test.skipIf(missing)('a visitor becomes a customer on two devices, in whatever order it comes', async () => {
    const of = own('devices')
    await sender.send([identify(of('laptop'), of('alice'), day(3))])
    await sender.send([item({ anonymousId: of('phone'), event: 'Looked', ...day(1) }), identify(of('phone'), of('alice'), { ...day(2), traits: { plan: 'gold' } })])
    await sender.send([link('loyalty', of('L-1'), { anonymousId: of('phone'), userId: of('alice'), ...day(4) })])
    const alice = await person(of('L-1'))
    expect(alice).toMatchObject({ key: `user:${of('alice')}`, events: 4, traits: { plan: 'gold' }, conflicts: [] })
    expect(alice.identifiers).toHaveLength(4)
    expect(await person(of('phone'))).toEqual(alice)
  })

  test.skipIf(missing)('on a shared device two customers stay two, and an unlink takes a card off', async () => {
    const of = own('shared')
    await sender.send([identify(of('v'), of('alice'), day(1)), identify(of('v'), of('bob'), day(2)), item({ anonymousId: of('v'), userId: of('bob'), ...day(3) })])
    await sender.send([link('loyalty', of('L'), { anonymousId: of('v'), userId: of('alice'), ...day(4) }), unlink('loyalty', of('L'), { anonymousId: of('v'), userId: of('alice'), ...day(5) })])
    expect((await person(of('v'))).key).toBe(`user:${of('alice')}`)
    expect((await person(of('bob'))).events).toBe(2)
    expect((await person(of('alice'))).conflicts).toMatchObject([{ rule: 'firstOwner' }])
    expect((await person(`loyalty:${of('L')}`)).error).toContain('Nobody')
  })

  test.skipIf(missing)('a merge waits for the site, and a link that the site has undone stays undone', async () => {
    const of = own('decided')
    await sender.send([identify(of('v1'), of('a'), { messageId: of('login') }), identify(of('v2'), of('b')), alias(of('a'), of('b'), at('s', 3, { type: 'merge' }))])
    const [claim] = (await person(of('a'))).conflicts
    expect(claim.rule).toBe('unverifiedMerge')
    expect((await reader.decide('/merges', { merge: claim.link.id, verdict: 'verified' })).status).toBe(200)
    expect((await person(of('a'))).identifiers).toHaveLength(4)
    expect((await reader.decide('/unlinks', { link: of('login') })).status).toBe(200)
    await sender.send([identify(of('v1'), of('a'), { messageId: of('login') })])
    expect((await person(of('b'))).identifiers).toHaveLength(3)
  })

  test.skipIf(missing)('who is deleted stays so, also if more of theirs is on its way, and a visitor can ask for it', async () => {
    const of = own('deleted')
    await sender.send([item({ anonymousId: of('v'), ...at(of('s'), 0) }), identify(of('v'), of('carol'), at(of('s'), 1))])
    await stage.settled()
    expect((await reader.delete(`user:${of('carol')}`)).body).toMatchObject({ events: 2 })
    await sender.send([item({ userId: of('carol'), anonymousId: of('v') }), item({ anonymousId: of('v'), ...at(of('s'), 2) })])
    expect((await person(of('carol'))).error).toContain('Nobody')
    const forget = item({ anonymousId: of('w'), event: 'Forget', ...at(of('s2'), 1, { type: 'forget' }) })
    await sender.send([item({ anonymousId: of('w') })])
    await sender.send([forget])
    expect((await person(of('w'))).error).toContain('Nobody')
    expect((await stored()).filter(({ anonymousId, userId }) => [anonymousId, userId].some((id) => id?.startsWith('deleted-')))).toEqual([])
  })

  test.skipIf(missing)('streams are told complete, or what is missing and why', async () => {
    const of = own('streams')
    const ledger = [{ stream: of('s1'), length: 2 }, { stream: of('s2'), length: 4 }, { stream: of('s2'), lost: [[1, 2]], reason: 'evicted' }]
    await sender.send([item(at(of('s1'), 0)), item(at(of('s1'), 1)), item(at(of('s2'), 0)), item(at(of('s2'), 3))], { throughline: { ledger } })
    await stage.settled()
    const { streams } = await reader.get('/streams')
    const find = (stream: string) => streams.find((each: any) => each.stream === of(stream))
    expect(find('s1')).toMatchObject({ state: 'complete', missing: [] })
    expect(find('s2')).toMatchObject({ state: 'incomplete', missing: [{ from: 1, to: 2, reason: 'evicted' }] })
  })

  test.skipIf(missing)('bad events are refused with a reason, and the good ones beside them stored', async () => {
    const { status, body } = await sender.send([item({ event: 'Good' }), item({ messageId: 'bad', type: 'dance' }), item({ messageId: 'late', timestamp: 'yesterday' })])
    expect([status, body.stored, Object.keys(body.results)]).toEqual([200, 1, ['bad', 'late']])
    expect((await sender.send([{ type: 'dance' }])).status).toBe(400)
    expect((await sender.post('x'.repeat(600_000))).status).toBe(413)
    expect((await sender.post('{"batch":[]}')).status).toBe(401)
  })

  test.skipIf(missing)('says that it lives and can take events', async () => {
    for (const path of ['/health/live', '/health/ready']) expect(await (await fetch(stage.taker.url + path)).json()).toEqual({ ok: true })
  })
})
