// `npm run demo -- --visit`: servers on free ports, a browser, the journey, the verdict.
// Must not clash with a demo that is running, and must leave nothing behind.

import { findBrowser, installBrowser } from '../../test/support/findBrowser.js'
import { launch } from '../../test/support/browser.js'
import { journey } from './journey.js'
import { judge } from './judge.js'
import { note } from './note.js'
import { report } from './report.js'
import { startSites } from './startSites.js'

const arrivalMs = 15_000

/** @returns {Promise<boolean>} whether everything arrived, once, and belongs to one person */
export async function visit() {
  needBrowser()
  const sites = await startSites({
    ports: { collector: 0, shop: 0, app: 0, till: 0 },
    storage: ':memory:',
    firstScript: `window.throughline.use(${note})`,
    appEntry: new URL('notedApp.js', import.meta.url),
    tillEntry: new URL('notedTill.js', import.meta.url),
  })
  try {
    const browser = await launch('chromium')
    try {
      const { done, noted } = await journey({ browser, sites, say: (line) => console.log(`  ${line}`) })
      // The pages stay open meanwhile, and nobody flushes: events arrive when the library itself thinks fit.
      const ids = noted.map(({ id }) => id)
      const isThere = (/** @type {readonly { id: string }[]} */ stored) => {
        const there = new Set(stored.map(({ id }) => id))
        return ids.every((id) => there.has(id))
      }
      // Too late is missing: the verdict says so.
      await sites.collector.waitFor(isThere, { timeoutMs: arrivalMs }).catch(() => {})
      const [events, streams, people] = await Promise.all(
        ['/events?limit=1000', '/streams', '/people'].map((path) => ask(`${sites.collectorUrl}${path}`)),
      )
      const stored = events.events.toSorted(byTime)
      const verdict = judge({ noted, stored, done, streams: streams.streams, people: people.people })
      console.log(report({ stored, people: people.people, done, verdict }))
      return verdict.good
    } finally {
      await browser.close()
    }
  } finally {
    await sites.close()
  }
}

/** A missing browser is installed where that is possible; elsewhere one sentence says how to get it. */
function needBrowser() {
  try {
    findBrowser('chromium')
  } catch (error) {
    // A path that somebody set by hand is theirs to mend.
    if (process.env.CHROMIUM_PATH || process.platform !== 'linux' || process.getuid?.() !== 0) throw error
    console.log('No chromium is installed: installing it with apt-get (Debian, as root).')
    installBrowser('chromium')
  }
}

/** @param {string} url @returns {Promise<any>} what a person would see in the collector's pages */
const ask = async (url) => (await fetch(url)).json()

/** @param {{ time: string, id: string }} a @param {{ time: string, id: string }} b ids of one page keep its order */
const byTime = (a, b) => Date.parse(a.time) - Date.parse(b.time) || (a.id < b.id ? -1 : 1)
