// Owns the promise "never the wrong person", as the collector sees it.
// Must not test the identity rules themselves: those are pure and have unit tests.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()

describe('identity', () => {
  test('a shared device: every event carries exactly the person who was there at the call, also when sent much later', async () => {
    const page = await stage.open('shop')
    await page.run(() => tracker.saved()) // identity() answers once storage has been read
    await stage.browser.offline(true)
    const told = await page.run(() => {
      const ids = () => ({ anonymousId: tracker.identity().anonymousId, userId: tracker.identity().userId ?? null })
      const steps: [string, string, object][] = []
      const step = (label: string, act: () => string) => {
        const id = act()
        steps.push([label, id, ids()])
      }
      step('before alice', () => tracker.track('Browse'))
      step('alice', () => tracker.identify('customer-alice', { plan: 'gold' }))
      step('alice buys', () => tracker.track('Buy', { by: 'alice' }))
      tracker.reset()
      step('between', () => tracker.track('Browse'))
      step('bob', () => tracker.identify('customer-bob'))
      step('bob buys', () => tracker.track('Buy', { by: 'bob' }))
      return steps
    })
    await page.run(() => tracker.saved())
    await stage.browser.offline(false)
    const rows = await stage.received(told.map(([, id]) => id))

    const carried = rows.map(({ anonymousId, userId }) => ({ anonymousId, userId }))
    expect(carried).toEqual(told.map(([, , identity]) => identity))
    expect(rows.map(({ userId }) => userId)).toEqual([
      null, 'customer-alice', 'customer-alice', null, 'customer-bob', 'customer-bob',
    ])
    const [beforeAlice, alice, aliceBuys, between, bob, bobBuys] = rows.map(({ anonymousId }) => anonymousId)
    expect([beforeAlice, alice, aliceBuys]).toEqual([beforeAlice, beforeAlice, beforeAlice])
    expect([between, bob, bobBuys]).toEqual([between, between, between])
    expect(between).not.toBe(beforeAlice)
    expect(new Set(rows.map(({ sessionId }) => sessionId)).size, 'the session ends with the person').toBe(2)

    const { people } = (await (await fetch(`${stage.collector.url}/people`)).json()) as { people: object[] }
    const withBoth = (one: string, other: string) =>
      people.filter((person) => JSON.stringify(person).includes(one) && JSON.stringify(person).includes(other))
    expect(withBoth(beforeAlice!, 'customer-alice'), 'alice owns what she did before she logged in').toHaveLength(1)
    expect(withBoth(between!, 'customer-bob')).toHaveLength(1)
    for (const hers of [beforeAlice!, 'customer-alice']) {
      for (const his of [between!, 'customer-bob']) expect(withBoth(hers, his), `${hers} and ${his}`).toEqual([])
    }
  })

  test('identify of another customer without reset starts a new visitor, and the first one is never tied to it', async () => {
    const page = await stage.open('shop')
    const ids = await page.run(() => [
      tracker.identify('customer-1'),
      tracker.track('One'),
      tracker.identify('customer-2'),
      tracker.track('Two'),
    ])
    const [first, one, second, two] = await stage.received(ids)
    expect(first!.anonymousId).toBe(one!.anonymousId)
    expect(second!.anonymousId).toBe(two!.anonymousId)
    expect(second!.anonymousId).not.toBe(first!.anonymousId)
    expect([first, one, second, two].map((row) => row!.userId)).toEqual(['customer-1', 'customer-1', 'customer-2', 'customer-2'])
    expect(second!.sessionId).not.toBe(first!.sessionId)
  })

  test('the anonymous visitor is the same after a reload and after a restart of the browser', async () => {
    const page = await stage.open('shop')
    const url = page.url()
    const ids = [await page.run(() => tracker.track('One'))]
    await page.run(() => tracker.saved())
    await page.reload()
    await page.waitFor(() => window.isReady)
    ids.push(await page.run(() => tracker.track('Two')))
    await page.run(() => tracker.saved())
    await stage.browser.restart()
    const later = await stage.visit(url)
    ids.push(await later.run(() => tracker.track('Three')))
    const rows = await stage.received(ids)
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size).toBe(1)
    expect(new Set(rows.map(({ stream }) => stream)).size, 'each page is a stream of its own').toBe(3)
  })

  test('a page out of the back/forward cache goes on with whoever has logged in meanwhile, and lends that visitor to nobody', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('shop')
    const url = page.url()
    const ids = [await page.run(() => tracker.identify('customer-alice'))]
    // As a capture does, which listens for as long as the page lives; the site's own listener comes after the tracker's.
    await page.run(() => document.addEventListener('visibilitychange', () => document.hidden || (window.kept = [...(window.kept ?? []), tracker.track('Shown')])))
    await stage.received(ids)
    await page.run(() => tracker.flush()) // a page whose disk is at work is not kept
    await page.goto(stage.site.page('plain'))
    const other = await stage.visit(url)
    ids.push(await other.run(() => tracker.identify('customer-bob')))
    await other.run(() => tracker.saved())
    await page.front()
    await page.back()
    expect(await page.waitFor(() => window.wasRestored !== undefined && [window.wasRestored])).toEqual([true])
    ids.push(...(await page.run(() => [...(window.kept ?? []), tracker.track('Back'), tracker.identify('customer-carol'), tracker.track('Hers')])))
    const rows = await stage.received(ids)
    expect(rows.map(({ userId }) => userId!.split('-')[1])).toEqual(['alice', ...rows.slice(1, -2).map(() => 'bob'), 'carol', 'carol'])
    const visitors = new Set(rows.map(({ anonymousId, userId }) => `${anonymousId} ${userId}`))
    expect(visitors.size).toBe(3)
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size, 'nobody has the visitor of another').toBe(3)
    await page.run(() => tracker.saved())
    expect((await other.waitFor(() => tracker.identity().userId === 'customer-carol' && [tracker.identity().userId]))[0]).toBe('customer-carol')
    expect(((await (await fetch(`${stage.collector.url}/people`)).json()) as { conflicts: object[] }).conflicts).toEqual([])
  }, 60_000)

  test('a page out of the back/forward cache does not bring back who was here before a refusal, also where no cookie says so', async (context) => {
    stage.needs(context, 'bfcache')
    const page = await stage.open('shop', { options: { cookie: false } })
    const url = page.url()
    const first = await page.run(() => ['customer-alice', 'customer-carol', 'customer-alice'].map((id) => tracker.identify(id)))
    await stage.received(first)
    await page.run(() => tracker.flush()) // a page whose disk is at work is not kept
    await page.goto(stage.site.page('plain'))
    const other = await stage.visit(url)
    const bob = await other.run(async () => {
      tracker.consent({ analytics: false })
      await tracker.saved()
      tracker.consent({ analytics: true })
      await tracker.saved()
      const id = tracker.identify('customer-bob')
      await tracker.saved()
      return id
    })
    await page.front()
    await page.back()
    expect(await page.waitFor(() => window.wasRestored !== undefined && [window.wasRestored])).toEqual([true])
    const back = await page.run(() => tracker.track('Back'))
    const [login, after] = await stage.received([bob, back])
    expect([after!.userId, after!.anonymousId]).toEqual(['customer-bob', login!.anonymousId])
    expect(await other.run(() => tracker.identity().userId)).toBe('customer-bob')
  }, 60_000)

  test('identify with the same id and traits again sends nothing', async () => {
    const page = await stage.open('shop')
    const [first, again, last] = await page.run(async () => {
      await tracker.saved() // before storage has been read nobody can know whether it is the same
      return [
        tracker.identify('customer-1', { plan: 'gold' }),
        tracker.identify('customer-1', { plan: 'gold' }),
        tracker.track('Last'),
      ]
    })
    expect(again).toBe('')
    const rows = await stage.streamsOf(await stage.received([first!, last!]))
    expect(rows.filter(({ type }) => type === 'identify')).toHaveLength(1)
  })

  test('an e-mail address is kept, sent and taken off as its digest, of the person of the call', async () => {
    const page = await stage.open('shop')
    await page.run(() => tracker.saved())
    const ids = await page.run(() => {
      tracker.identify('customer-1')
      const all = [tracker.link('email', ' Jane@Shop.Example '), tracker.track('Between')]
      tracker.reset()
      return [...all, tracker.track('Somebody else')]
    })
    const [link, between, after] = await stage.received(ids)
    const digest = createHash('sha256').update('jane@shop.example').digest('hex')
    expect(link!.payload.context.externalIds).toEqual([{ id: digest, type: 'email', collection: 'users', encoding: 'sha256' }])
    expect([link, between, after].map((row) => row!.userId)).toEqual(['customer-1', 'customer-1', null])
    expect([link, between].map((row) => row!.payload.context.throughline.identifiers)).toEqual([{ email: digest }, { email: digest }])
    expect(after!.anonymousId).not.toBe(link!.anonymousId)
    expect(after!.payload.context.throughline).not.toHaveProperty('identifiers')

    const [off] = await stage.received([await page.run(() => tracker.unlink('email', 'jane@shop.example'))])
    expect(off!.payload).toMatchObject({ event: 'Identifier Unlinked', properties: { namespace: 'email', value: digest, encoding: 'sha256' } })
    expect(JSON.stringify(await stage.streamsOf([link!]))).not.toMatch(/jane@/i)
  })

  test('junk ids are refused with an error and the visitor stays anonymous', async () => {
    const page = await stage.open('shop')
    const id = await page.run(() => {
      for (const junk of [null, undefined, 0, '', ' ', 'null', 'undefined', '[object Object]', 'anonymous', {}, 'x'.repeat(257)]) {
        tracker.identify(junk as string)
      }
      return tracker.track('After')
    })
    const [row] = await stage.received([id])
    expect(row!.userId).toBeNull()
    expect((await stage.streamsOf([row!])).filter(({ type }) => type === 'identify')).toEqual([])
    expect(await page.run(() => window.trackerErrors.length)).toBe(11)
    expect(await page.run(() => window.errors)).toEqual([])
  })
})
