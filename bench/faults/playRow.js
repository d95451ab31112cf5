// Owns one row of the fault table for one SDK: its collector, its pages, the time it has to recover, and the count.
// Must not know what the fault is.
import { setTimeout as sleep } from 'node:timers/promises'
import { startPages } from '../pages.js'
import { startSink } from '../sink.js'
import { visit } from '../visit.js'

/** @typedef {{ tracked: number, received: number, doubled: number }} Outcome */

const patienceMs = 20_000
const longestMs = 60_000

/**
 * @param {import('../visit.js').Browser} browser
 * @param {import('../stands.js').Stand} of
 * @param {{ name: string, act: import('./rows.js').Act }} row
 * @returns {Promise<Outcome>}
 */
export async function playRow(browser, of, row) {
  const sink = await startSink(of.contender)
  const pages = await startPages({ code: of.script.code, captureCode: of.script.code, collectorUrl: sink.url })
  const stand = { ...of, sink, pages }
  const run = row.name
  try {
    const { tracked, page } = await row.act({ browser, stand, run })
    const isAllThere = () => sink.counts(run).size >= tracked
    let open = page
    if (page) await recovered(sink, run, isAllThere)
    if (!isAllThere()) {
      await open?.close()
      await sleep(300)
      open = await visit(browser, stand)
      // As any visit begins; some of them look at what is left only when there is something new.
      await open.run(() => void (/** @type {any} */ (window).calls.page()))
      await recovered(sink, run, isAllThere)
    }
    await sleep(2000) // for repeats
    await open?.close()
    const counts = [...sink.counts(run).values()]
    return { tracked, received: counts.length, doubled: counts.reduce((sum, times) => sum + times - 1, 0) }
  } finally {
    await Promise.all([sink.close(), pages.close()])
  }
}

/**
 * Resolves once everything is there, or nothing new has come for long.
 * @param {import('../sink.js').Sink} sink
 * @param {string} run
 * @param {() => boolean} isAllThere
 */
async function recovered(sink, run, isAllThere) {
  const end = Date.now() + longestMs
  let [seen, newAt] = [0, Date.now()]
  while (!isAllThere() && Date.now() < end && Date.now() - newAt < patienceMs) {
    await sleep(250)
    const { size } = sink.counts(run)
    if (size > seen) [seen, newAt] = [size, Date.now()]
  }
}
