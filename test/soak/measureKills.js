// Owns `npm run soak -- --kills N`: a page tracks in bursts, the browser (or the renderer) is killed, and what a
// restart brings back is counted. Must not count anything by guess: one clock, and confirmations that got here.
import { setTimeout as sleep } from 'node:timers/promises'
import { drain } from './drain.js'
import { isSettled, saveAll, trackInBursts } from './pageCalls.js'
import { createRandom } from './random.js'
import { startNotes } from './notes.js'
import { startWorld } from './startWorld.js'
import { within } from './within.js'

const longestMs = 300
const drainMs = 60_000

/** What a page does until it is killed, and when that is. @param {import('./random.js').Random} random */
const planRound = ({ next, whole }) => ({
  // Every other page has not read its storage yet: what is called then is held, and comes to the disk later.
  isCold: next() < 0.5,
  afterMs: whole(0, longestMs),
  bursts: Array.from({ length: 200 }, () => ({ count: whole(1, 5), text: whole(0, 400), gapMs: whole(0, 12) })),
})

/**
 * @typedef {import('./notes.js').Note & { isCold: boolean, endedAt: number, isReceived: boolean }} Fate
 * @param {{ seed: number, kills: number, crashes: number, engine: string, say: (line: string) => void }} options
 */
export async function measureKills({ seed, kills, crashes, engine, say }) {
  const random = createRandom(seed)
  const world = await startWorld(engine, { writeKey: 'kills' })
  const { browser, collector } = world
  const notes = await startNotes()
  /** @type {Fate[]} */
  const fates = []
  const isCrash = crashes > 0
  const rounds = kills || crashes
  say(`seed ${seed}, ${browser.version}: ${rounds} times ${isCrash ? 'the renderer crashes' : 'the browser is killed'}`)
  try {
    if (isCrash && !browser.can.crash) throw new Error(`${browser.version} cannot show a renderer that crashes: use --kills.`)
    for (let round = 0; round < rounds; round++) {
      const { isCold, afterMs, bursts } = planRound(random)
      collector.fail({ kind: 'reset' }) // what was delivered before the end would prove nothing
      const page = await browser.open(world.address('shop'))
      await page.waitFor(isSettled)
      if (!isCold) await page.run(saveAll)
      const heard = notes.heard()
      page.run(trackInBursts, { url: notes.url, round, bursts }).catch(() => {}) // it never comes to its end
      await heard
      await sleep(afterMs)
      let endedAt = Date.now()
      if (isCrash) {
        await browser.crash(page)
        await within(page.close(), 1_000)
      } else {
        endedAt = await browser.kill()
        await browser.restart()
      }
      collector.fail(null)
      const { rows } = await drain(world, [], drainMs)
      const received = new Set(rows.map((/** @type {any} */ { properties }) => properties?.key))
      const mine = notes.notes.filter((note) => note.round === round)
      fates.push(...mine.map((note) => ({ ...note, isCold, endedAt, isReceived: received.has(`${round}.${note.n}`) })))
      await collector.clear()
      const lost = fates.filter(({ isReceived }) => !isReceived)
      if (round % 10 === 9 || round === rounds - 1)
        say(`${round + 1}: ${fates.length} events, ${fates.filter(({ isSaved }) => isSaved).length} confirmed, ${lost.length} lost, ${lost.filter(({ isSaved }) => isSaved).length} of them confirmed`)
    }
  } finally {
    await notes.close()
    await world.close()
  }
  return fates
}
