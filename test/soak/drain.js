// Owns the end of a run: everything healthy, one page open, until everything has arrived or nothing more comes.
// Must not judge what is missing.
import { setTimeout as sleep } from 'node:timers/promises'
import { endWait, flushAll, isSettled, saveAll } from './pageCalls.js'
import { within } from './within.js'

/**
 * `waitMs`: it had to be ended early, the library would have waited for so long yet.
 * @param {import('./startWorld.js').World} world
 * @param {readonly string[]} ids what has to arrive
 * @param {number} timeoutMs
 */
export async function drain(world, ids, timeoutMs) {
  let until = Date.now() + timeoutMs
  let waitMs = 0
  /** @type {string[]} */
  const blind = []
  let page = await world.browser.open(world.address('shop'))
  await page.waitFor(isSettled)
  await page.run(saveAll)
  for (let chances = 3; ; ) {
    const { value: kept } = await within(page.run(flushAll), 20_000)
    const rows = await world.rows()
    const received = new Set(rows.map(({ id }) => id))
    const isAll = ids.every((id) => received.has(id))
    if (kept === 0 && !isAll && --chances && Date.now() < until) {
      // To a page that cannot use the disk it looks empty: what is missing for the next one too is missing for good.
      const { value: errors } = await within(page.run(() => /** @type {any} */ (window).trackerErrors), 2_000)
      blind.push(`the outbox looked empty to a page while events waited; it says: ${errors?.join(', ') || 'nothing'}`)
      await page.close()
      await sleep(2_000)
      page = await world.browser.open(world.address('shop'))
      await page.waitFor(isSettled)
    } else if (kept !== 0 && waitMs === 0 && Date.now() > until) {
      // The last failures were of the collector's making, and what they cost is a delay, not a loss.
      const { value = 0 } = await within(page.run(endWait), 10_000)
      waitMs = Math.max(1, value)
      until = Date.now() + timeoutMs
    } else if (kept === 0 || Date.now() > until) {
      await sleep(isAll ? 0 : 1_000)
      await page.close()
      return { isEmpty: kept === 0, waitMs, blind, rows: isAll ? rows : await world.rows() }
    }
    await sleep(250)
  }
}
