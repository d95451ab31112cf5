// Owns what is stored and sent in each state of consent: everything that the browser holds, and everything that leaves it.
// Must not judge it: the table in docs/privacy.md is what it is compared with.
import { expect, test } from 'vitest'
import { privacyDifferences, privacyTable, type Seen, writePrivacyTable } from '../privacy/privacyTable.js'
import { type Row, useStage } from './stage.ts'
import { traces } from './traces.ts'

const stage = useStage()

/** How a page comes into each state. */
const states: readonly { readonly state: string; readonly start?: string; readonly choice?: boolean }[] = [
  { state: '`pending`', start: 'pending' },
  { state: '`granted`' },
  { state: '`session`', start: 'session' },
  { state: '`anonymous`', start: 'anonymous' },
  { state: '`denied`', start: 'denied' },
  { state: '`pending`, then refused', start: 'pending', choice: false },
  { state: '`granted`, then withdrawn', choice: false },
]

/** What an event says of who it is. Its own id in place of a visitor's says nothing: some collectors need something there. */
const saysOf = ({ id, anonymousId, userId, sessionId, stream, traits, context }: Row): string[] => {
  const said = { anonymousId: anonymousId === id ? undefined : anonymousId, userId, sessionId, stream, traits, identifiers: context.throughline?.identifiers ?? context.externalIds }
  return Object.entries(said).flatMap(([kind, value]) => (value && Object.keys(value).length > 0 ? [kind] : []))
}

/** Shown a page and clicked already, the visitor does something, logs in and shows a card; self-contained. */
const act = async (): Promise<void> => {
  tracker.track('Tracked', { price: 1 })
  tracker.identify('customer-1001', { plan: 'gold' })
  tracker.link('loyalty', 'L-778')
  await tracker.saved()
  await tracker.flush()
}

const kindOf = (key: string): string => /^records: \["(\w+)"/.exec(key)?.[1] ?? key

test('what is stored and sent in each state of consent is what docs/privacy.md says', async () => {
  const seen: Seen[] = []
  for (const { state, start: consent, choice } of states) {
    const page = await stage.open('shop', { options: { ...(consent && { consent }), capture: ['pageViews', 'clicks'] } })
    const url = page.url()
    const rows = async (): Promise<Row[]> => ((await stage.collector.stored()) as Row[]).filter(({ context }) => context.page.url === url)
    await page.click('#buy')
    if (choice !== undefined) {
      if (!consent) await page.run(act)
      await page.run((granted) => tracker.consent({ analytics: granted }), choice)
      await page.run(() => tracker.saved())
    }
    const before = new Set((await rows()).map(({ id }) => id))
    const requests = stage.collector.requests.length
    await page.run(act)
    const first = await traces(page)
    const sent = (await rows()).filter(({ id }) => !before.has(id))

    // Left while events wait; another page of the site sees what is left.
    stage.collector.fail({ kind: 'status', status: 503 })
    await page.run(async () => {
      tracker.track('Waiting')
      await tracker.saved()
      await tracker.flush()
      // Too late for the disk to acknowledge it.
      addEventListener('pagehide', () => tracker.track('Leaving'))
    })
    const options = await page.run(() => JSON.parse(document.getElementById('options')!.textContent!))
    await page.goto(stage.site.page('blank', { options }))
    await page.waitFor(() => window.isReady)
    const second = await traces(page)
    stage.collector.fail(null)
    // Not even a request without events.
    expect(sent.length > 0 || stage.collector.requests.length === requests, state).toBe(true)
    // So that nothing of it goes with the next state.
    await page.run(async () => {
      start().consent({ analytics: false })
      await tracker.saved()
    })
    const all = (pick: (of: typeof first) => readonly string[]) => [...pick(first), ...pick(second)]
    seen.push({
      state,
      indexedDb: all(({ databases }) => databases).filter((each) => !each.startsWith('throughline-')).map(kindOf),
      cookies: all(({ cookies }) => cookies).map(() => 'cookie'),
      local: all(({ local }) => local).map((key) => (/:spill:/.test(key) ? 'event' : key)),
      session: all(({ session }) => session).map((key) => (/:spill:/.test(key) ? 'event' : key)),
      sent: sent.flatMap((row) => ['event', ...saysOf(row)]),
    })
  }
  const table = privacyTable(seen)
  if (process.env.PRIVACY_TABLE === 'write') writePrivacyTable(table)
  expect(privacyDifferences(table)).toEqual([])
}, 120_000)
