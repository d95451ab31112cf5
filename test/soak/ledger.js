// Owns the books of a soak: what was called when and as whom, and what the collector must have in the end.
// Pure: judges what it is handed, and must not ask a browser or a collector.

/** @typedef {{ anonymousId?: string, userId?: string, sessionId?: string }} Who */

/**
 * One call that became an event, as the page told it.
 * @typedef {object} Call
 * @property {string} id
 * @property {number} step
 * @property {string} what
 * @property {Who | undefined} who the identity at the call; undefined if the page itself did not know it yet
 * @property {readonly (string | undefined)[]} users who can have been logged in at the call
 * @property {number} at when the harness heard of it, epoch ms
 * @property {'saved' | 'open' | 'left' | 'killed'} state `saved`: `saved()` has confirmed it, and the harness heard so
 */

/**
 * @typedef {{ id: string, type: string, name: string | null, anonymousId: string | null, userId: string | null,
 *   sessionId: string | null, stream: string | null, n: number | null, deliveries: number }} Row
 * @typedef {{ identifiers: readonly { namespace: string, value: string }[] }} Person
 * @typedef {{ calls: readonly Call[], rows: readonly Row[], people: readonly Person[], conflicts: number,
 *   differing: readonly string[], dropped: readonly string[], stale: readonly string[] }} Books
 */

/**
 * What came of it. Every list of sentences must be empty; the rest are rates.
 * @typedef {object} Judgement
 * @property {string[]} lost confirmed by `saved()` and never received
 * @property {string[]} lostLeaving not confirmed, from pages that left in peace, and never received
 * @property {string[]} wrongPerson
 * @property {string[]} wrongRepeats
 * @property {string[]} doubledPlaces
 * @property {{ tracked: number, saved: number, received: number, killed: number, killedLost: number, repeats: number }} counts
 */

/**
 * @param {Books} books
 * @returns {Judgement}
 */
export function judgeBooks({ calls, rows, people, conflicts, differing, dropped, stale }) {
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const missing = calls.filter(({ id }) => !rowOf.has(id))
  const killed = calls.filter(({ state }) => state === 'killed')
  const gone = new Set(dropped)
  const tell = (/** @type {Call} */ call) =>
    `${call.id}, step ${call.step} (${call.what}), ${call.state}${gone.has(call.id) ? ', reported as dropped' : ''}`
  return {
    lost: missing.filter(({ state }) => state === 'saved').map(tell),
    lostLeaving: missing.filter(({ state }) => state === 'open' || state === 'left').map(tell),
    wrongPerson: [
      ...calls.flatMap((call) => wrongIdentity(call, rowOf.get(call.id))),
      ...joined(rows, people),
      ...(conflicts ? [`the collector refused ${conflicts} links: a visitor was claimed by two customers`] : []),
      ...stale,
    ],
    wrongRepeats: [...differing],
    doubledPlaces: doubled(rows),
    counts: {
      tracked: calls.length,
      saved: calls.filter(({ state }) => state === 'saved').length,
      received: rows.length,
      killed: killed.length,
      killedLost: killed.filter(({ id }) => !rowOf.has(id)).length,
      repeats: rows.reduce((sum, { deliveries }) => sum + deliveries - 1, 0),
    },
  }
}

/** @type {(call: Call, row: Row | undefined) => string[]} */
function wrongIdentity({ id, step, what, who, users }, row) {
  if (!row) return []
  const fields = /** @type {const} */ (['anonymousId', 'userId', 'sessionId'])
  const wrong = who ? fields.filter((field) => (row[field] ?? undefined) !== who[field]) : []
  if (wrong.length > 0) {
    const said = wrong.map((field) => `${field} ${row[field]} instead of ${who?.[field]}`)
    return [`${id}, step ${step} (${what}), was received with ${said.join(', ')}`]
  }
  if (users.includes(row.userId ?? undefined)) return []
  return [`${id}, step ${step} (${what}), was received for ${row.userId}, who was not here: ${users.join(' or ')}`]
}

/** @type {(rows: readonly Row[], people: readonly Person[]) => string[]} */
function joined(rows, people) {
  const customersOf = new Map()
  for (const { anonymousId, userId } of rows) {
    if (!anonymousId || !userId) continue
    customersOf.set(anonymousId, (customersOf.get(anonymousId) ?? new Set()).add(userId))
  }
  const shared = [...customersOf].filter(([, customers]) => customers.size > 1)
  const customers = ({ identifiers }) => identifiers.filter(({ namespace }) => namespace === 'user')
  return [
    ...shared.map(([visitor, customers]) => `the visitor ${visitor} has events of ${[...customers].join(' and ')}`),
    ...people
      .filter((person) => customers(person).length > 1)
      .map((person) => `one person is ${customers(person).map(({ value }) => value).join(' and ')}`),
  ]
}

/** @type {(rows: readonly Row[]) => string[]} */
function doubled(rows) {
  const placed = rows.filter(({ stream, n }) => stream !== null && n !== null)
  const idsOf = new Map()
  for (const { stream, n, id } of placed) {
    const place = `${stream} ${n}`
    idsOf.set(place, [...(idsOf.get(place) ?? []), id])
  }
  return [...idsOf].filter(([, ids]) => ids.length > 1).map(([place, ids]) => `${place} is the place of ${ids.join(' and ')}`)
}

/** The sentences of every list that must be empty. @param {Judgement} judgement */
export const failuresOf = ({ lost, lostLeaving, wrongPerson, wrongRepeats, doubledPlaces }) => [
  ...lost.map((text) => `LOST although saved: ${text}`),
  ...lostLeaving.map((text) => `LOST although the page left in peace: ${text}`),
  ...wrongPerson.map((text) => `WRONG PERSON: ${text}`),
  ...wrongRepeats.map((text) => `WRONG REPEAT: ${text}`),
  ...doubledPlaces.map((text) => `DOUBLED PLACE: ${text}`),
]
