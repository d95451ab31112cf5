// Owns one soak from its steps to its judgement: a world, the steps in it, the drain, the books.
// Must not print anything but what it is given to say with.
import { drain } from './drain.js'
import { failuresOf, judgeBooks } from './ledger.js'
import { runSteps } from './runSteps.js'
import { startWorld } from './startWorld.js'

/** Quick to send and quick to give up, so that minutes hold as much as hours would. */
const options = { writeKey: 'soak', flushDelayMs: 200, timeoutMs: 2_000 }
const drainMs = 90_000

/**
 * @param {readonly import('./generateSteps.js').Step[]} steps
 * @param {{ engine: string, endsAtMs?: number, say?: (line: string) => void, isVerbose?: boolean }} how
 */
export async function soak(steps, { engine, endsAtMs = Infinity, say = () => {}, isVerbose = false }) {
  const world = await startWorld(engine, options)
  if (!world.browser.can.crash) say('a renderer that crashes cannot be shown here: where it should, nothing happens')
  try {
    const { calls, dropped, stale, pageErrors, counts } = await runSteps(world, steps, { endsAtMs, say, isVerbose })
    say(`draining after ${counts.done} steps`)
    const wanted = calls.filter(({ state }) => state !== 'killed').map(({ id }) => id)
    const { rows, isEmpty, waitMs, blind } = await drain(world, wanted, drainMs)
    if (waitMs > 0) say(`the collector was well again for ${drainMs / 1_000} s, and would have been left alone for ${Math.round(waitMs / 1_000)} s more`)
    const { people, conflicts } = await world.people()
    const { differing } = world.tap
    const judgement = judgeBooks({ calls, rows, people, conflicts: conflicts.length, differing, dropped, stale })
    const failures = failuresOf(judgement)
    if (!isEmpty) failures.push(`NOT DRAINED: the outbox was not empty after ${drainMs / 1_000} s`)
    return { failures, pageErrors: [...pageErrors, ...blind], counts: { ...counts, ...judgement.counts, requests: world.tap.requests() }, version: world.browser.version }
  } finally {
    await world.close()
  }
}
