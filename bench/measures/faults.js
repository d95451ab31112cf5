// Owns the fault table of everybody: tracked, received, doubled, for each row that a page driver can do to any SDK.
// Must give each the same time to recover.
import { rows } from '../faults/rows.js'
import { playRow } from '../faults/playRow.js'
import { inParallel } from '../inParallel.js'

const workers = 10

export const faults = {
  title: 'Faults',
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ stands, isQuick, flags, progress }) {
    const trackers = stands.filter(({ contender }) => !contender.isControl)
    const only = flags.find((flag) => flag.startsWith('--rows='))?.slice(7).split(',')
    const played = rows.filter(({ name }) => (only ? only.includes(name) : !isQuick || ['closed', 'offlineOnline', 'killed'].includes(name)))
    /** @type {Record<string, Record<string, import('../faults/playRow.js').Outcome>>} */
    const found = {}
    /** @type {Record<string, string>} */
    const broken = {}
    // The long rows first, so that nothing long is left over in the end.
    const jobs = [...played].sort((a, b) => longest(b.name) - longest(a.name)).flatMap((row) => trackers.map((stand) => ({ row, stand })))
    let done = 0
    await inParallel(jobs, workers, async (browser, { row, stand }) => {
      try {
        const outcome = await playRow(browser, stand, row)
        ;(found[row.name] ??= {})[stand.name] = outcome
        progress(`${++done} of ${jobs.length}: ${row.name}, ${stand.name}: ${outcome.received} of ${outcome.tracked}, ${outcome.doubled} doubled`)
      } catch (error) {
        broken[`${stand.contender.title}, ${row.title}`] = String(error).split('\n')[0] ?? ''
        progress(`${++done} of ${jobs.length}: ${row.name}, ${stand.name} broke: ${error}`)
      }
    }, false)
    const cell = (/** @type {import('../faults/playRow.js').Outcome | undefined} */ outcome) => {
      if (!outcome) return 'broke'
      const { tracked, received, doubled } = outcome
      const lost = received < tracked ? `**${received}**/${tracked}` : `${received}`
      return doubled ? `${lost} (+${doubled})` : lost
    }
    const held = trackers.map(({ name }) => played.filter((row) => {
      const outcome = found[row.name]?.[name]
      return outcome && outcome.received >= outcome.tracked
    }).length)
    const ours = held[trackers.findIndex(({ name }) => name === 'throughline')] ?? 0
    const peers = trackers.map(({ name, contender }, i) => ({ name, title: contender.title, held: held[i] ?? 0 })).filter(({ name }) => name !== 'throughline')
    const best = peers.sort((a, b) => b.held - a.held)[0]
    return {
      broken,
      tables: [{
        columns: ['received of tracked (+ repeats)', ...trackers.map(({ contender }) => contender.title)],
        rows: [
          ...played.map((row) => [row.title, ...trackers.map(({ name }) => cell(found[row.name]?.[name]))]),
          ['rows without a loss', ...held.map((count) => `${count} of ${played.length}`)],
        ],
      }],
      notes: [
        'A bold number is a loss: so many came of so many. `(+n)`: so many deliveries too many; servers that know event ids tell most of them apart later.',
        'Once the fault is over, the page stays open until everything is there or nothing new has come for 20 s; then it is closed, a new one is opened, records a page view, and has the same 20 s. What needs a longer wait than that counts as lost.',
        'Of the 5,000 events offline, as many are tracked as the page gets done in a minute.',
        'What is compressed hardly meets a limit of 20 kB.',
        'Every row in a browser of its own on a fresh profile, so that one row cannot help or hurt the next.',
      ],
      aims: [{ what: 'fault table', aim: 'all rows', found: `${ours} of ${played.length} (best peer: ${best?.title} ${best?.held})`, isKept: ours === played.length, isPromise: true }],
    }
  },
}

/** @param {string} name */
const longest = (name) => ['offlineMany', 'silent', 'status500', 'unreachable', 'lostAnswer', 'offlineOnline'].indexOf(name) >= 0 ? 1 : 0
