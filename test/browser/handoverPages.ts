// Owns how a test page gets throughline/handover, which its harness does not load, and what such a page has sent.
// Must not know a scenario.
import type * as Handover from '../../src/handover/index.ts'
import type { Page } from '../support/browser.js'
import type { Setup } from '../support/site.js'
import type { Row, Stage } from './stage.ts'

declare global {
  const handover: typeof Handover
}

let keys = 0
/** A write key, and so a database, that no other test has. */
export const freshKey = (): string => `handover-${++keys}`

export const setupOf = (writeKey: string, setup: Setup = {}): Setup => ({ ...setup, options: { writeKey, flushDelayMs: 50, ...setup.options } })

/** Makes `handover` known in the page. */
export async function load(page: Page): Promise<void> {
  await page.waitFor(() => window.isReady)
  await page.run(async () => {
    const script = Object.assign(document.createElement('script'), { type: 'module' })
    script.textContent = `import * as handover from '/dist/handover.js'; window.handover = handover; dispatchEvent(new Event('handover'))`
    await new Promise((resolve) => {
      addEventListener('handover', resolve, { once: true })
      document.head.append(script)
    })
  })
}

/** Starts a tracker with page views first, so that a token could be seen by them. Answers with the anonymous id. */
export async function begin(page: Page, domains: readonly string[]): Promise<string> {
  await load(page)
  return page.run(async (names: readonly string[]) => {
    start({ capture: [lib.capture.pageViews(), handover.crossDomain({ domains: names }), handover.handoffFromUrl()] })
    // Known once storage has been read.
    if (!tracker.identity().anonymousId) await new Promise((resolve) => tracker.on('identity', resolve))
    await tracker.saved()
    return tracker.identity().anonymousId as string
  }, domains)
}

/** Everything that a page instance has sent; a last event shows that nothing is on its way any more. */
export async function sent(stage: Stage, page: Page): Promise<Row[]> {
  const id = await page.run(() => tracker.track('Marker'))
  return stage.streamsOf(await stage.received([id]))
}

export const links = (rows: readonly Row[]): { type: string; id: string }[] =>
  rows.filter(({ type }) => type === 'link').map(({ payload }) => payload.context.externalIds[0])

/** What was refused. */
export const errorsOf = async (page: Page): Promise<string[]> =>
  (await page.run(() => window.trackerErrors)).filter((error) => error.startsWith('input'))
