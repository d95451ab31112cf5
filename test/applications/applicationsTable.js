// Owns the table of how many clicks got their name, by application.
// Must not decide what is good enough; the test does.

/**
 * What came of the steps: the names of the events of each.
 * @typedef {object} Outcome
 * @property {string} title
 * @property {string} madeWith
 * @property {readonly import('./startApplications.js').Step[]} steps
 * @property {readonly (readonly string[])[]} whole
 * @property {readonly (readonly string[])[]} short
 */

const same = (/** @type {unknown} */ text) => String(text ?? '').replace(/\u200b/g, '').replace(/\s+/g, ' ').trim().toLowerCase()

/** Whether what is told begins with what a person would call it: a row of a list may say more. @param {unknown} told @param {string} name */
export const isNamed = (told, name) => same(told) === same(name) || same(told).startsWith(`${same(name)} `) || same(told).startsWith(`${same(name)}:`)

/** @param {Outcome} outcome @param {'whole' | 'short'} which */
function count({ steps, ...outcome }, which) {
  const told = outcome[which]
  const wanted = steps.flatMap(({ name }, i) => (name === null ? [] : [{ name, told: told[i] ?? [] }]))
  return {
    clicks: wanted.length,
    named: wanted.filter(({ name, told: [first] }) => isNamed(first, name)).length,
    missing: wanted.filter((each) => each.told.length === 0).length,
    invented: steps.reduce((sum, { name }, i) => sum + Math.max(0, (told[i]?.length ?? 0) - (name === null ? 0 : 1)), 0),
  }
}

/** @param {readonly Outcome[]} outcomes */
export function applicationsTable(outcomes) {
  const counted = outcomes.map((outcome) => ({ outcome, whole: count(outcome, 'whole'), short: count(outcome, 'short') }))
  const sum = (/** @type {'whole' | 'short'} */ which, /** @type {'clicks' | 'named' | 'missing' | 'invented'} */ what) =>
    counted.reduce((total, each) => total + each[which][what], 0)
  const row = (/** @type {string} */ title, /** @type {string} */ madeWith, /** @type {(which: 'whole' | 'short', what: 'clicks' | 'named' | 'missing' | 'invented') => number} */ get) =>
    `| ${title} | ${madeWith} | ${get('whole', 'named')} of ${get('whole', 'clicks')} | ${get('whole', 'missing')} | ${get('whole', 'invented')} | ${get('short', 'named')} of ${get('short', 'clicks')} |`
  return [
    '| application | made with | named by `clicks` | missing | invented | named by the script tag |',
    '|---|---|---|---|---|---|',
    ...counted.map(({ outcome: { title, madeWith }, ...each }) => row(title, madeWith, (which, what) => each[which][what])),
    row('**all**', '', sum),
  ].join('\n')
}
