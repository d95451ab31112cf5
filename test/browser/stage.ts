// Owns what the browser tests share: one browser, one collector and one site per file, and how to ask what arrived.
// Must not decide what is right: assertions about one scenario belong into its test.
import { afterAll, afterEach, beforeAll, type TestContext } from 'vitest'
import { startCollector } from '../../examples/collector/start.js'
import { launch, type Browser, type Page } from '../support/browser.js'
import { startSite, type Setup } from '../support/site.js'
import { noteFault } from './noteFault.ts'

/** A stored event, as the collector lists it. */
export type Row = {
  id: string
  type: string
  name: string | null
  anonymousId: string | null
  userId: string | null
  sessionId: string | null
  channel: string | null
  stream: string | null
  n: number | null
  deliveries: number
  properties: Record<string, any>
  traits: Record<string, any> | null
  context: Record<string, any>
  /** The item as it was sent. */
  payload: Record<string, any>
}

export type Stage = {
  browser: Browser
  /** Skips the test, with the reason, where the engine cannot show what it is about: names of `can`. */
  needs(context: TestContext, ...abilities: string[]): void
  collector: Awaited<ReturnType<typeof startCollector>>
  site: Awaited<ReturnType<typeof startSite>>
  /** Opens a page of the site with a write key of its own; `shop` starts a tracker by itself, `blank` does not. */
  open(name: string, setup?: Setup): Promise<Page>
  /** Opens an URL made by `site.page` and waits for the library. */
  visit(url: string): Promise<Page>
  /** Waits until these events are stored, or for so long without any. Answers those that are, in the order of `ids`. */
  arrived(ids: readonly string[], timeoutMs?: number): Promise<Row[]>
  /** The same, and fails if one is missing. */
  received(ids: readonly string[], timeoutMs?: number): Promise<Row[]>
  /** Resolves once a row fits. */
  receivedRow(fits: (row: Row) => boolean, timeoutMs?: number): Promise<Row>
  /** Every stored event of the page instances in which these events were tracked. */
  streamsOf(rows: readonly Row[]): Promise<Row[]>
}

export const engine = (process.env.THROUGHLINE_BROWSER ?? 'chromium') as Parameters<typeof launch>[0]

/** What the engine can show. Where no test of a file can be shown, no browser needs to be started for it. */
export const { can }: { can: Readonly<Record<string, boolean>> } = await import(`../support/browsers/${engine}.js`)

/** What the abilities are called for people. */
const words: Record<string, string> = {
  bfcache: 'the back/forward cache',
  backgroundSync: 'Background Sync',
  crash: 'a page that crashes',
  freeze: 'a page that is frozen',
  networkProcess: 'a process of its own for network and storage',
  kill: 'a browser that is killed',
  prerender: 'prerendering',
}

/** What an engine can keep IndexedDB in, as what `useStage` takes; `describe.each` runs the tests on each. */
export const backEnds: readonly { readonly backEnd: string; readonly features: readonly string[] }[] =
  engine === 'chromium'
    ? [{ backEnd: 'LevelDB', features: [] }, { backEnd: 'SQLite', features: ['IdbSqliteBackingStore'] }]
    : [{ backEnd: engine, features: [] }]

/** Sets the stage up and down around the tests of the calling file or group. */
export function useStage({ features = [], profile }: { features?: readonly string[]; profile?: () => string | undefined } = {}): Stage {
  const stage = {} as Stage
  const pages: Page[] = []
  let keys = 0

  beforeAll(async () => {
    const folder = profile?.()
    const launched = launch(engine, { features, ...(folder && { profile: folder }) }).then((browser) => (stage.browser = browser))
    stage.collector = await startCollector({ port: 0, host: '127.0.0.1', storage: ':memory:', faults: true, log: false })
    stage.site = await startSite({ collectorUrl: stage.collector.url, ...(process.env.THROUGHLINE_DIST && { dist: process.env.THROUGHLINE_DIST }) })
    await launched
  }, 60_000)

  afterEach(async () => {
    stage.collector.fail(null)
    await stage.browser.offline(false)
    await Promise.all(pages.splice(0).map((page) => page.close().catch(() => {}))) // some tests have closed or killed theirs
  }, 30_000)

  afterAll(async () => {
    await stage.browser?.close()
    await stage.site?.close()
    await stage.collector?.close()
  }, 30_000)

  return Object.assign(stage, {
    needs({ skip, task }: TestContext, ...abilities: string[]) {
      const missing = abilities.filter((ability) => !stage.browser.can[ability])
      if (missing.length === 0) return
      const { name, version } = stage.browser
      const why = `${name} cannot show ${missing.map((ability) => words[ability] ?? ability).join(' and ')}`
      noteFault({ engine: name, version, label: task.name, why })
      skip(why)
    },
    open(name: string, setup: Setup = {}) {
      // A database of its own for each test: it is named after the write key.
      const writeKey = `test-${++keys}`
      const attributes = { 'data-write-key': writeKey, ...setup.attributes }
      return stage.visit(stage.site.page(name, { ...setup, attributes, options: { writeKey, flushDelayMs: 50, ...setup.options } }))
    },
    async visit(url: string) {
      const page = await stage.browser.open(url)
      pages.push(page)
      await page.waitFor(() => window.isReady || !document.getElementById('options') || window.errors?.length)
      const errors = await page.run(() => (window.isReady ? [] : (window.errors ?? [])))
      if (errors.length > 0) throw new Error(`The test page did not start: ${errors.join('; ')}`)
      return page
    },
    async arrived(ids: readonly string[], timeoutMs = 15_000) {
      const wanted = new Set(ids)
      const rows = await stored(stage, (all) => all.filter(({ id }) => wanted.has(id)).length >= wanted.size, timeoutMs)
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    async received(ids: readonly string[], timeoutMs?: number) {
      const rows = await stage.arrived(ids, timeoutMs)
      if (rows.length < ids.length) throw new Error(`${ids.length - rows.length} of ${ids.length} events never arrived`)
      return rows
    },
    async receivedRow(fits: (row: Row) => boolean, timeoutMs = 15_000) {
      const rows = await stored(stage, (all) => all.some(fits), timeoutMs)
      const row = rows.find(fits)
      if (!row) throw new Error(`No such event arrived within ${timeoutMs} ms: ${fits}`)
      return row
    },
    async streamsOf(rows: readonly Row[]) {
      const streams = new Set(rows.map(({ stream }) => stream))
      return ((await stage.collector.stored()) as Row[]).filter(({ stream }) => streams.has(stream))
    },
  })
}

/**
 * Asks the collector again after each of its requests, and now and then, until the answer fits or nothing new has come for
 * so long: how quick it all is depends on what else the machine has to do.
 */
async function stored({ collector }: Stage, fits: (rows: Row[]) => boolean, timeoutMs: number): Promise<Row[]> {
  let until = Date.now() + timeoutMs
  let count = 0
  let asked = { count: -1, time: 0 }
  for (;;) {
    const now = { count: collector.requests.length, time: Date.now() }
    if (now.count !== asked.count || now.time - asked.time > 500) {
      const rows: Row[] = await collector.stored()
      if (rows.length > count) until = Date.now() + timeoutMs
      count = rows.length
      if (now.time > until || fits(rows)) return rows
      asked = now
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Tracks `count` events named `Tick` over several tasks, as a page does. Returns their ids. */
export function track(page: Page, count: number, properties: object = {}): Promise<string[]> {
  return page.run(async (total: number, extra: object) => {
    const ids: string[] = []
    while (ids.length < total) {
      for (let i = 0; i < 50 && ids.length < total; i++) ids.push(tracker.track('Tick', { i: ids.length, ...extra }))
      // Not by timers, which are slow in a hidden tab, and which a test may be counting.
      for (const start = performance.now(); performance.now() - start < 4; ) {
        const { port1, port2 } = new MessageChannel()
        await new Promise((resolve) => {
          port1.onmessage = resolve
          port2.postMessage(0)
        })
        port1.close()
      }
    }
    return ids
  }, count, properties)
}
