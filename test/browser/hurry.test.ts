// Owns pages that go before storage has answered: what they said must still be said of the right person.
// Must not wait for anything in the page that goes.
import { describe, expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()
const rounds = 3

describe('a tab that is closed at once', () => {
  test('loses nothing of what it held', async () => {
    // At an origin of its own, whose localStorage no page of the other tests has used.
    const url = stage.site.page('blank', {
      options: { writeKey: 'closed', flushDelayMs: 50 },
      before: () => {
        if (!location.search) IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
      },
    }).replace('127.0.0.1', 'localhost')
    const page = await stage.visit(url)
    // Both commands are on their way before the first has answered: the tab closes right behind the calls.
    const [ids] = await Promise.all([
      page.run(() => {
        const tracker = start()
        return Array.from({ length: 200 }, (_, i) => tracker.track('Tick', { i }))
      }),
      page.close(),
    ])
    const next = await stage.visit(`${url}?next`)
    await next.run(() => void start())
    expect((await stage.received(ids)).every(({ deliveries }) => deliveries === 1)).toBe(true)
  })
})

describe('a page that redirects at once', () => {
  test('logs out all the same: the next page is a new visitor', async () => {
    for (let round = 0; round < rounds; round++) {
      const page = await stage.open('blank')
      const url = page.url()
      const known = await page.run(async () => {
        const tracker = start()
        tracker.identify('customer-bob')
        await tracker.saved()
        return tracker.track('Known')
      })
      const [before] = await stage.received([known])
      await page.goto(url)
      await page.waitFor(() => window.isReady)
      await page.run(async (href) => {
        const tracker = start()
        tracker.reset()
        location.replace(href)
      }, `${url}?next`)
      await page.waitFor(() => location.search.includes('next') && window.isReady)
      const [after] = await stage.received([await page.run(async () => start().track('Next person'))])
      expect(after!.userId).toBeNull()
      expect(after!.anonymousId).not.toBe(before!.anonymousId)
    }
  })

  test('logs in all the same: the visitor before is the customer after', async () => {
    for (let round = 0; round < rounds; round++) {
      const page = await stage.open('blank')
      const url = page.url()
      const [before] = await stage.received([await page.run(async () => start().track('Stranger'))])
      await page.goto(url)
      await page.waitFor(() => window.isReady)
      await page.run(async (href) => {
        const tracker = start()
        tracker.identify('customer-ada')
        location.replace(href)
      }, `${url}?next`)
      await page.waitFor(() => location.search.includes('next') && window.isReady)
      const [after] = await stage.received([await page.run(async () => start().track('Known'))])
      expect(after).toMatchObject({ userId: 'customer-ada', anonymousId: before!.anonymousId })
      await stage.receivedRow(({ type, anonymousId }) => type === 'identify' && anonymousId === before!.anonymousId)
    }
  })

  test('and a crash that brings its localStorage back says nothing a second time, least of all of somebody else', async () => {
    const page = await stage.open('blank', {
      options: { writeKey: 'crash' }, // other pages of the site leave something too
      // What a page leaves is kept, and put back where the test asks for it, as a crash does.
      before: () => {
        // The first page goes before its storage has answered.
        if (!location.search) IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
        const spilled = Object.keys(localStorage).find((key) => key.includes('crash:spill:'))
        if (location.search === '?next') sessionStorage.setItem('left', JSON.stringify([spilled, localStorage[spilled!]]))
        if (location.search !== '?crash') return
        const [key, text] = JSON.parse(sessionStorage.getItem('left')!) as [string, string]
        localStorage.setItem(key, text)
      },
    })
    const url = page.url()
    const said = await page.run(async (href) => {
      const tracker = start()
      const ids = [tracker.track('Tick'), tracker.identify('customer-ada')]
      location.replace(href)
      return ids
    }, `${url}?next`)
    await page.waitFor(() => location.search === '?next' && window.isReady)
    expect(await page.run(() => JSON.parse(sessionStorage.getItem('left')!)[1])).toContain('customer-ada')
    const other = await page.run(async () => {
      const tracker = start()
      await tracker.saved()
      return tracker.identify('customer-bob')
    })
    await stage.received([...said, other])
    await page.goto(`${url}?crash`)
    await page.waitFor(() => window.isReady)
    const user = await page.run(async () => {
      const tracker = start()
      await tracker.saved()
      await tracker.flush()
      return tracker.identity().userId
    })
    expect(user).toBe('customer-bob')
    expect((await stage.received(said)).map(({ deliveries }) => deliveries)).toEqual([1, 1])
  })
})
