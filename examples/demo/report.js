// The verdict in words: what arrived, whose it is, whether anything is missing or double.
// Pure: returns the text, prints nothing.

/**
 * @param {object} visit
 * @param {readonly any[]} visit.stored by time
 * @param {readonly any[]} visit.people as the collector resolves them
 * @param {readonly string[]} visit.done
 * @param {ReturnType<typeof import('./judge.js').judge>} visit.verdict
 * @returns {string}
 */
export function report({ stored, people, done, verdict }) {
  const { missing, double } = verdict
  const rows = stored.map((event) => [
    new Date(event.time).toLocaleTimeString('en-GB', { hour12: false }),
    event.channel ?? '',
    event.type,
    nameOf(event),
    event.userId ?? shortName('anonymous', event.anonymousId),
  ])
  const lines = [
    '',
    `  What the collector received, by the time at which it happened (${stored.length} events):`,
    '',
    ...table([['time', 'channel', 'type', 'name', 'who'], ...rows]),
    '',
    '  Who it belongs to:',
    '',
    ...people.map((person) => `  ${called(person)} = ${person.identifiers.map(label).join(', ')}: ${person.events} events`),
    '',
    ...trouble(verdict, done),
    `  ${missing} missing, ${double} double, ${people.length} ${people.length === 1 ? 'person' : 'people'}`,
  ]
  return lines.join('\n')
}

/** @type {(person: { id: string, identifiers: readonly { namespace: string, value: string }[] }) => string} */
const called = ({ id, identifiers }) => identifiers.find(({ namespace }) => namespace === 'user')?.value ?? id

/** @param {ReturnType<typeof import('./judge.js').judge>} verdict @param {readonly string[]} done */
function trouble({ lost, strangers, asDone, arrived, repeats }, done) {
  return [
    ...lost.map(({ type, name, id }) => `  missing: ${type} ${name ?? ''} ${id}`),
    ...strangers.map(({ type, name, id }) => `  tracked by no page: ${type} ${name ?? ''} ${id}`),
    ...(asDone ? [] : [`  done:    ${done.join(', ')}`, `  arrived: ${arrived.join(', ')}`]),
    ...(repeats > 0 ? [`  ${repeats} came more than once over the wire; they were known by their ids and counted once`] : []),
  ]
}

/** @param {any} event */
function nameOf({ type, name, userId, properties }) {
  if (type === 'identify') return userId ?? ''
  const about = properties?.name ?? properties?.order_id ?? ''
  return [name, about && `(${about})`].filter(Boolean).join(' ')
}

/** @param {{ namespace: string, value: string }} identifier */
const label = ({ namespace, value }) =>
  namespace === 'anonymous' ? shortName(namespace, value) : `${namespace} ${value}`

/** The end of a UUIDv7 is random; its beginning is the time. @param {string} namespace @param {string} value */
const shortName = (namespace, value) => `${namespace} …${String(value).slice(-6)}`

/** @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? []
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}
