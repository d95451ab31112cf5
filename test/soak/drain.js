// Owns the end of a run: everything healthy, one page open, until everything has arrived or nothing more comes.
// Must not judge what is missing.
import { setTimeout as sleep } from 'node:timers/promises'
import { flushAll, isSettled, saveAll } from './pageCalls.js'
import { within } from './within.js'

/**
 * @param {import('./startWorld.js').World} world
 * @param {readonly string[]} ids what has to arrive
 * @param {number} timeoutMs
 */
export async function drain(world, ids, timeoutMs) {
  const until = Date.now() + timeoutMs
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
    } else if (kept === 0 || Date.now() > until) {
      await sleep(isAll ? 0 : 1_000)
      await page.close()
      return { isEmpty: kept === 0, blind, rows: isAll ? rows : await world.rows() }
    }
    await sleep(250)
  }
}
