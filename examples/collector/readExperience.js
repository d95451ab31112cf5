// The experience of one person and of all: stages, score, surveys, processes, from the events as they are stored.
// Reads only; what it all comes to is decided by throughline/experience.
import { readCursor, readEvents, readEventsOf } from './readEvents.js'
import { readPerson } from './readPeople.js'

/** @typedef {typeof import('throughline/experience')} Experience */
/** @typedef {import('throughline/experience').Interaction} Interaction */
/** @typedef {import('throughline/identity').IdentityGraph} IdentityGraph */

const maxOfOne = 500
const maxOfAll = 20_000
/** What says nothing of the customer but how it was written down. */
const silent = /^(Stage Changed|Element Clicked|Moment Suppressed|Consent Updated|link|unlink|group|merge)$/

/** @param {any} event @returns {Interaction} */
const toInteraction = ({ id, type, name, time, channel, sessionId, properties, traits, context }) => ({
  id,
  time: new Date(time).getTime(),
  name: type === 'track' ? name ?? '' : type === 'link' && name === 'handoff' ? 'Handed Over' : type,
  channel: channel ?? 'unknown',
  ...(typeof context?.throughline?.touchpoint === 'string' && { touchpoint: context.throughline.touchpoint }),
  ...(sessionId && { session: sessionId }),
  properties: properties ?? traits ?? {},
  source: 'server',
})

/**
 * One person's experience, oldest first; nothing, if nobody has this identifier.
 * @param {import('./database.js').Query} query
 * @param {IdentityGraph} graph
 * @param {{ identifier: string, mergeTraits: import('./readPeople.js').MergeTraits, experience: Experience, now: number }} asked
 */
export async function readExperience(query, graph, { identifier, mergeTraits, experience, now }) {
  const person = await readPerson(query, graph, { identifier, mergeTraits })
  if (!person) return undefined
  const valuesOf = (/** @type {string} */ of) => person.identifiers.filter(({ namespace }) => namespace === of).map(({ value }) => value)
  const owners = { users: valuesOf('user'), anonymous: valuesOf('anonymous') }
  const interactions = (await readEventsOf(query, { ...owners, limit: maxOfOne })).map(toInteraction)
  const { position, transitions } = experience.journeyOf(interactions)
  const observed = experience.scoreOf(interactions, { now })
  const line = interactions.filter(({ name }) => !silent.test(name))
  let at = 0
  return {
    key: person.key,
    name: person.traits['name'] ?? person.key,
    position,
    transitions,
    line: line.map((each) => {
      while (at < interactions.length && interactions[at] !== each) at++
      const { score } = experience.scoreOf(interactions.slice(0, at + 1))
      const { stage } = experience.journeyOf(interactions.slice(0, at + 1)).position ?? {}
      return { name: each.name, time: each.time, channel: each.channel, touchpoint: each.touchpoint, about: aboutOf(each), score, stage }
    }),
    score: { ...observed, contributions: observed.contributions.map(toMove) },
    words: experience.explain(observed),
    stated: experience.statedOf(interactions),
    answers: interactions.filter(({ name }) => name === 'Survey Answered').map(({ time, channel, properties = {} }) => ({ time, channel, ...properties })),
    processes: experience.processesOf(interactions, now),
    promises: experience.promisesOf(interactions, now),
  }
}

/** @param {import('throughline/experience').Contribution} contribution */
const toMove = ({ interaction, points, effect, isPeak, isEnd }) => ({
  name: interaction.name,
  channel: interaction.channel,
  time: interaction.time,
  words: effect.words,
  points,
  isPeak,
  isEnd,
})

/** What a reader wants to know besides the name. @param {Interaction} interaction */
function aboutOf({ name, properties = {} }) {
  const { order_id: order, step, to, process, query, value, metric } = properties
  if (name === 'Survey Answered') return `${String(metric).toUpperCase()}: ${value}`
  const text = step ?? (to && `to ${to}`) ?? properties['name'] ?? properties['title'] ?? query ?? order ?? process ?? ''
  return String(text).slice(0, 80)
}

/**
 * The experience of everybody: how far they come, where it hurts, and what they say.
 * @param {import('./database.js').Query} query
 * @param {IdentityGraph} graph
 * @param {{ experience: Experience, now: number }} with_
 */
export async function readBusiness(query, graph, { experience, now }) {
  const after = await readCursor(query, { count: maxOfAll })
  /** @type {Map<string, Interaction[]>} */
  const people = new Map()
  for (const event of await readEvents(query, { after, limit: maxOfAll })) {
    if (!event.userId && !event.anonymousId) continue // who wanted to be counted only is nobody
    const [namespace, value] = event.userId ? ['user', event.userId] : ['anonymous', event.anonymousId]
    const key = graph.person({ namespace, value })?.id ?? `${namespace}:${value}`
    people.set(key, [...(people.get(key) ?? []), toInteraction(event)])
  }
  const stages = experience.defaultStages.map(({ name }) => ({ stage: name, people: 0 }))
  /** @type {Map<string, { points: number, people: number }>} */
  const places = new Map()
  const processes = { completed: 0, abandoned: 0, open: 0 }
  const promises = { kept: 0, missed: 0, open: 0 }
  let [lost, loops, total] = [0, 0, 0]
  for (const unsorted of people.values()) {
    const interactions = unsorted.sort((a, b) => a.time - b.time)
    const { position, transitions } = experience.journeyOf(interactions)
    // Who has come further has come through: nobody buys without having considered it.
    const furthest = Math.max(...transitions.map(({ to }) => stages.findIndex(({ stage }) => stage === to)), -1)
    for (const stage of stages.slice(0, furthest + 1)) stage.people++
    if (position?.stage === 'lost') lost++
    loops += position?.loops ?? 0
    const { score, touchpoints } = experience.scoreOf(interactions, { now })
    total += score
    for (const { touchpoint, points } of touchpoints) {
      const place = places.get(touchpoint) ?? { points: 0, people: 0 }
      places.set(touchpoint, { points: place.points + points, people: place.people + 1 })
    }
    for (const { status } of experience.processesOf(interactions, now)) processes[status]++
    for (const { status } of experience.promisesOf(interactions, now)) promises[status]++
  }
  return {
    people: people.size,
    score: people.size ? total / people.size : 50,
    stages,
    lost,
    loops,
    // What it costs, or gives, the average customer who was there.
    touchpoints: [...places].map(([touchpoint, { points, people: there }]) => ({ touchpoint, points: points / there, people: there })).sort((a, b) => a.points - b.points),
    stated: experience.statedOf([...people.values()].flat()),
    processes,
    promises,
  }
}
