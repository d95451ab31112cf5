// Owns the comparison of what 1,000 events are on the wire: in a burst, and at ten a second.
// Must not count what is not about events: settings, probes.
import { columnsUnderZstd } from '../columns.js'
import { inParallel } from '../inParallel.js'
import { bestPeer, compare, say } from '../tables.js'
import { quiet, trackMany, until, visit } from '../visit.js'

const metrics = [
  { key: 'bytes', title: 'bodies', unit: 'kB', scale: 0.001 },
  { key: 'withHeads', title: 'with HTTP/1.1 headers', unit: 'kB', scale: 0.001 },
  { key: 'requests', title: 'requests', unit: 'per 1,000' },
  { key: 'preflights', title: 'preflights', unit: 'in all' },
  { key: 'oldest', title: 'longest wait', unit: 's' },
]

export const wire = {
  title: 'Wire, 1,000 events',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ stands, isQuick, progress }) {
    /** @type {Record<'burst' | 'steady', import('../tables.js').Samples>} */
    const samples = { burst: {}, steady: {} }
    /** @type {Record<string, string>} */
    const broken = {}
    /** @type {string[]} */
    const notes = []
    /** @type {Record<string, number>} */
    const limits = {}
    await inParallel(stands, stands.length, async (browser, stand) => {
      const { name, sink, contender } = stand
      try {
        for (const [kind, count, everyMs] of /** @type {const} */ ([['burst', 1000, 0], ['steady', isQuick ? 100 : 1000, 100]])) {
          const page = await visit(browser, stand)
          // Whatever a start costs is over, and what is learned from a first answer is known.
          await trackMany(page, { run: `${kind}Warm`, count: 1 })
          await until(() => sink.counts(`${kind}Warm`).size > 0, 15_000)
          await quiet(sink, 1500, 6000)
          const [from, preflights, began] = [sink.received.length, sink.preflights(), Date.now()]
          await trackMany(page, { run: kind, count, perTask: everyMs ? 1 : 20, everyMs })
          await until(() => sink.counts(kind, from).size >= count, 75_000)
          await quiet(sink, 1500, 6000)
          await page.close()
          const requests = sink.received.slice(from).filter(({ isEvents }) => isEvents)
          const bytes = requests.reduce((sum, { body }) => sum + body.length, 0)
          const got = sink.counts(kind, from).size
          if (got < count) notes.push(`${contender.title}, ${kind}: ${got} of ${count} arrived within 75 s.`)
          const per = 1000 / count
          samples[kind][name] = {
            bytes: [bytes * per],
            withHeads: [(bytes + requests.reduce((sum, { headBytes }) => sum + headBytes, 0)) * per],
            requests: [requests.length * per],
            preflights: [sink.preflights() - preflights],
            oldest: [longestWait(stand, kind, { from, began, everyMs }) / 1000],
          }
          progress(`${name}, ${kind}: ${say((bytes * per) / 1000)} kB, ${say(requests.length * per)} requests`)
          if (name === 'throughline') {
            const limit = columnsUnderZstd(sink.items(from).filter((item) => JSON.stringify(item).includes(`${kind}-`)))
            if (limit === undefined) notes.push('The limit is missing: there is no `zstd` command here.')
            else limits[kind] = limit * per
          }
        }
      } catch (error) {
        broken[name] = String(error)
      }
    })
    const ours = { burst: samples.burst.throughline, steady: samples.steady.throughline }
    const best = (/** @type {'burst' | 'steady'} */ kind, /** @type {string} */ key) => {
      const found = bestPeer(stands, samples[kind], key)
      return found ? `${found.title} ${say(key === 'bytes' ? found.value / 1000 : found.value)}` : 'nobody else ran'
    }
    const first = (/** @type {number[] | undefined} */ values) => values?.[0] ?? NaN
    const tableOf = (/** @type {'burst' | 'steady'} */ kind, /** @type {string} */ words) => {
      const tables = compare(stands, metrics, samples[kind]).map((table) => ({ ...table, heading: `${words}: ${table.heading}` }))
      const limit = limits[kind]
      if (limit !== undefined) tables.at(-1)?.rows.push(['limit: columns, zstd -19', say(limit / 1000), ...metrics.slice(1).map(() => '-')])
      return tables
    }
    return {
      broken,
      tables: [...tableOf('burst', 'Burst'), ...tableOf('steady', 'Ten a second')],
      notes: [
        'Counted once each: nothing here depends on the clock of the machine. All at the same time, each in a browser of its own.',
        'The limit is what our events come to when each member is a column of its own, under `zstd -19`: no format that a collector takes.',
        ...notes,
      ],
      aims: [
        { what: 'wire, 1,000 events in a burst', aim: '<= 35 kB', found: `${say(first(ours.burst?.bytes) / 1000)} kB (best peer: ${best('burst', 'bytes')} kB)`, isKept: first(ours.burst?.bytes) <= 35_000, isPromise: true },
        { what: 'wire, 10 events a second, per 1,000', aim: '<= 60 kB', found: `${say(first(ours.steady?.bytes) / 1000)} kB (best peer: ${best('steady', 'bytes')} kB)`, isKept: first(ours.steady?.bytes) <= 60_000, isPromise: true },
        { what: 'requests per 1,000 events at 10/s', aim: '<= 20', found: `${say(first(ours.steady?.requests))} (best peer: ${best('steady', 'requests')})`, isKept: first(ours.steady?.requests) <= 20, isPromise: true },
        { what: 'and nothing older than 5 s', aim: '<= 5 s', found: `${say(first(ours.steady?.oldest))} s; the default waits 6 s, and 5 s would be 20 requests`, isKept: first(ours.steady?.oldest) <= 5 },
      ],
    }
  },
}

/**
 * @param {import('../stands.js').Stand} stand
 * @param {string} run
 * @param {{ from: number, began: number, everyMs: number }} plan
 */
function longestWait({ sink }, run, { from, began, everyMs }) {
  let longest = 0
  for (const each of sink.received.slice(from).filter(({ isEvents }) => isEvents)) {
    for (const { properties } of sink.eventsOf(each)) {
      const [of, at] = String(properties?.marker).split('-')
      if (of === run) longest = Math.max(longest, each.at - began - Number(at) * everyMs)
    }
  }
  return longest
}
