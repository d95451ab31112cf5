// Owns the code that two devices write down: typed, opened from an address, offline; what the collector makes of it.
// Must not repeat what the code itself survives: handoffCode.test.ts has that.
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { begin, errorsOf, freshKey, links, sent, setupOf } from './handoverPages.ts'
import { useStage } from './stage.ts'

const stage = useStage()

describe('a hand-off', () => {
  /** Somebody with a tracker; each has a storage of their own, as two devices have. */
  const open = async () => {
    const page = await stage.visit(stage.site.page('blank', setupOf(freshKey())))
    await begin(page, [])
    return page
  }
  const idOf = (page: Page) => page.run(() => tracker.identity().anonymousId)
  const give = (page: Page, options: object = {}) => page.run((given: object) => {
    const { code, url, expiresAt } = handover.handoff(tracker, given)!
    return { code, url, expiresAt, plain: code.replaceAll('-', '') }
  }, options)

  test('is written down on both sides, offline, and makes one person of two', async () => {
    const visitor = await open()
    const till = await open()
    await stage.browser.offline(true)
    const { code, plain } = await give(visitor)
    const typed = code.toLowerCase().replaceAll('-', ' ')
    expect(await till.run((text: string) => handover.acceptHandoff(tracker, text), typed)).toBe('accepted')
    await stage.browser.offline(false)
    for (const page of [visitor, till]) expect(links(await sent(stage, page))).toMatchObject([{ type: 'handoff', id: plain }])
    const answer = await fetch(`${stage.collector.url}/people/handoff:${plain}`)
    const { identifiers } = (await answer.json()) as { identifiers: { namespace: string; value: string }[] }
    const visitors = identifiers.filter(({ namespace }) => namespace === 'anonymous').map(({ value }) => value)
    expect(visitors.sort()).toEqual([await idOf(visitor), await idOf(till)].sort())
  })

  test('is accepted from an address, once it is opened on the other device', async () => {
    const visitor = await open()
    const target = stage.site.page('blank', setupOf(freshKey()))
    const { url, plain } = await give(visitor, { url: target })
    const device = await stage.visit(url)
    await begin(device, [])
    expect(device.url()).toBe(target)
    expect(links(await sent(stage, device))).toMatchObject([{ type: 'handoff', id: plain }])
  })

  test('that was mistyped, or has expired, does nothing but an error', async () => {
    const page = await open()
    const answers = await page.run(() => {
      const { code } = handover.handoff(tracker)!
      tracker.reset()
      const wrong = code.slice(0, -1) + (code.endsWith('7') ? '8' : '7')
      const now = Date.now
      const mistyped = handover.acceptHandoff(tracker, wrong)
      Date.now = () => now() + 900_000
      const expired = handover.acceptHandoff(tracker, code)
      Date.now = now
      return [mistyped, expired]
    })
    expect(answers).toEqual(['mistyped', 'expired'])
    expect(links(await sent(stage, page))).toHaveLength(1) // of whoever made the code
    expect(await errorsOf(page)).toEqual([expect.stringMatching(/^input: .*mistyped/), expect.stringMatching(/^input: .*expired/)])
  })
})
