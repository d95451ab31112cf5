// Owns what the tests of a browser's own storage ask of a page, or of another tab of its site.
// Must not decide what is right.
import type { Page } from '../support/browser.js'
import type { Stage } from './stage.ts'

export const databaseOf = (page: Page): Promise<string> =>
  page.run(() => `throughline-${JSON.parse(document.getElementById('options')!.textContent).writeKey}`)
export const storageErrors = (page: Page): Promise<string[]> =>
  page.run(() => window.trackerErrors.filter((text) => text.startsWith('storage')))
/** Ends once the page has heard of everything that it has sent: what is cut off before may be sent again. */
export const heard = async (page: Page): Promise<void> => {
  await page.waitFor(() => tracker.flush().then(({ kept }) => kept === 0))
}
/** Another tab of the same site, without a tracker. */
export const openOther = (stage: Stage): Promise<Page> => stage.visit(stage.site.page('plain'))

export const deleteDatabase = (other: Page, name: string): Promise<string> =>
  other.run((database) =>
    new Promise<string>((resolve) => {
      const request = indexedDB.deleteDatabase(database)
      request.onsuccess = () => resolve('deleted')
      request.onerror = () => resolve('failed')
    }), name)

/** Has the browser wipe the site's storage, as it does when a visitor clears the site's data. */
export const wipe = async (stage: Stage, other: Page): Promise<void> => {
  const path = stage.site.page('plain', { headers: { 'Clear-Site-Data': '"storage"' } })
  await other.run((url) => fetch(url).then((response) => response.text()).then(() => {}), path)
}

/** For `before`: what the library waits for a disk, and how long it leaves it alone, takes two fifths of the time. */
export const hurryDisk = (): void => {
  const native = window.setTimeout
  window.setTimeout = ((run: () => void, ms = 0, ...rest: unknown[]) => native(run, ms < 1_000 ? ms : ms * 0.4, ...rest)) as typeof setTimeout
}
