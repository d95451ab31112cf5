// Owns how a test of captures asks what was recorded: by the collector, and, while it goes on, in the page.
// Must not decide what should have been.
import type { Row, Stage } from './stage.ts'
import type { Page } from '../support/browser.js'

/** Everything this page instance has sent, in order; a marker event shows that nothing is on its way any more. */
export const createRecorded = (stage: Stage) => async (page: Page): Promise<Row[]> => {
  const id = await page.run(() => tracker.track('Marker'))
  const rows = await stage.streamsOf(await stage.received([id]))
  return rows.filter(({ name }) => name !== 'Marker').sort((a, b) => a.n! - b.n!)
}

/** The name and these properties of each. */
export const told = (rows: readonly Row[], ...keys: string[]) => rows.map(({ name, properties }) => [name, ...keys.map((key) => properties?.[key])])

/** What the page has complained about. */
export const problems = (page: Page) => page.run(() => [...window.errors, ...window.trackerErrors])

/** From here on `kept` has the names of what is tracked. */
export const listenIn = (page: Page) =>
  page.run(() => {
    window.kept = []
    tracker.use((event) => {
      window.kept.push(event.name)
      return event
    })
  })

/** Waits until an event of that name has been tracked in the page, after `listenIn`. */
export const tracked = (page: Page, name: string) => page.waitFor((wanted: string) => window.kept?.includes(wanted), name)
