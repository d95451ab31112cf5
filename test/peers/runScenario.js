// Steps -> events -> people, by the rules of one system.
// Owns the clock and the partition; what an SDK sends and what its server makes of it is in the models.

/**
 * What an SDK hands over: ids as they were at the call, and what the event states.
 * @typedef {object} SentEvent
 * @property {string} id
 * @property {number} time epoch ms
 * @property {string} kind
 * @property {string} [view] what was seen
 * @property {string} [anonymousId]
 * @property {string} [userId]
 * @property {any} [more]
 */

/**
 * A system: what it sends for a step, from the state of the device, and who has seen what once all is there.
 * @typedef {object} Model
 * @property {string} name
 * @property {readonly string[]} [silent] steps of which it knows nothing: they are passed over
 * @property {readonly string[]} [apart] steps that are no matter of identity rules there: the scenario is not compared
 * @property {(step: import('./scenarios.js').Step, world: World) => Partial<SentEvent>[]} send
 * @property {(events: readonly SentEvent[]) => Map<string, string>} people view -> person
 */

/** @typedef {{ device: any, devices: { [name: string]: any }, tokens: Map<string, any>, time: number, mint: () => string }} World */

/**
 * @param {Model} model
 * @param {import('./scenarios.js').Scenario} scenario
 * @returns {string[][] | undefined} what each person has seen; undefined if it is not compared
 */
export function runScenario(model, { steps, arrive = (events) => [...events] }) {
  if (steps.some((step) => model.apart?.includes(step.do))) return undefined
  /** @type {{ [name: string]: any }} */
  const devices = {}
  const tokens = new Map()
  let time = Date.UTC(2026, 0, 5)
  let minted = 0
  // In the order of their making, as UUIDv7s are.
  const mint = () => `0190a000-0000-7000-8000-${String(++minted).padStart(12, '0')}`
  /** @type {SentEvent[]} */
  const events = []
  for (const step of steps) {
    time += step.afterMs ?? 60_000
    if (model.silent?.includes(step.do)) continue
    const device = (devices[step.on ?? 'server'] ??= {})
    for (const event of model.send(step, { device, devices, tokens, time, mint })) {
      events.push({ id: `e${String(events.length).padStart(4, '0')}`, time, kind: step.do, ...event })
    }
  }
  return partition(model.people(arrive(events)))
}

/** @param {Map<string, string>} personOf */
function partition(personOf) {
  /** @type {Map<string, string[]>} */
  const people = new Map()
  for (const [view, person] of personOf) people.set(person, [...(people.get(person) ?? []), view])
  return sortPeople([...people.values()])
}

/** @param {readonly (readonly string[])[]} people */
export const sortPeople = (people) => people.map((views) => [...views].sort()).sort((x, y) => (`${x[0]}` < `${y[0]}` ? -1 : 1))
