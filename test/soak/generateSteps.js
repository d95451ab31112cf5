// Owns what happens in a soak: a list of steps that follows from its seed alone.
// Pure. Any part of a list is a list too: whoever runs it opens the tab that a call needs, and passes over what has
// nothing to work on.
import { createRandom } from './random.js'

/** How many tabs there are places for. */
export const tabCount = 3
/** Known customers who use this browser one after the other. */
const users = ['alice-1001', 'bob-1002', 'carol-1003']
/** Below this no single event is too large for a collector that limits what it takes at once. */
export const maxText = 3_000

/**
 * What follows a call before the page can say that it is saved: `saved` waits for that, `nothing` goes on meanwhile.
 * @typedef {'saved' | 'nothing' | 'close' | 'leave' | 'kill' | 'crash'} After
 * @typedef {import('../../examples/collector/faults.js').Fault} Fault
 * @typedef {(
 *   { do: 'open', tab: number, page: string } | { do: 'goto', tab: number, page: string } |
 *   { do: 'close' | 'back' | 'forward' | 'reload' | 'front' | 'flush' | 'crash', tab: number } |
 *   { do: 'track', tab: number, count: number, text: number, after: After } |
 *   { do: 'login', tab: number, user: string, after: After } | { do: 'logout', tab: number, after: After } |
 *   { do: 'network', isDown: boolean } | { do: 'collector', fault: Fault | 'down' | null } |
 *   { do: 'kill' } | { do: 'wait', ms: number }
 * )} Step
 */

/** @typedef {import('./random.js').Random} Random */

const pages = ['shop', 'shop', 'shop/product', 'plain']

/** @type {readonly (Fault | 'down')[]} */
const faults = [
  'down',
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, retryAfter: 1 },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 401 },
  { kind: 'lost' },
  { kind: 'lost', times: 2 },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'limit', bytes: 3 * maxText },
  { kind: 'slow', delayMs: 1_000 },
  { kind: 'garbage' },
  { kind: 'redirect' },
  { kind: 'retryEvents', names: ['Later'] },
]

/** @type {(random: Random) => number} */
const tab = ({ whole }) => whole(0, tabCount - 1)
/** @type {(count: number, after: After) => After[]} */
const many = (count, after) => Array.from({ length: count }, () => after)
/** @type {(random: Random) => After} */
const after = ({ pick }) =>
  pick([...many(16, 'saved'), ...many(16, 'nothing'), ...many(6, 'leave'), 'close', 'close', 'crash', 'kill'])

/** How often each kind comes, and what it is made of. @type {readonly [number, (random: Random) => Step][]} */
const kinds = [
  [34, (random) => ({ do: 'track', tab: tab(random), count: size(random), text: length(random), after: after(random) })],
  [8, (random) => ({ do: 'login', tab: tab(random), user: random.pick(users), after: after(random) })],
  [5, (random) => ({ do: 'logout', tab: tab(random), after: after(random) })],
  [10, (random) => ({ do: 'open', tab: tab(random), page: random.pick(['shop', 'shop/product']) })],
  [1, (random) => ({ do: 'close', tab: tab(random) })],
  [6, (random) => ({ do: 'goto', tab: tab(random), page: random.pick(pages) })],
  [5, (random) => ({ do: 'back', tab: tab(random) })],
  [2, (random) => ({ do: 'forward', tab: tab(random) })],
  [3, (random) => ({ do: 'reload', tab: tab(random) })],
  [4, (random) => ({ do: 'front', tab: tab(random) })],
  [3, (random) => ({ do: 'flush', tab: tab(random) })],
  [6, ({ next }) => ({ do: 'network', isDown: next() < 0.25 })],
  [12, ({ next, pick }) => ({ do: 'collector', fault: next() < 0.6 ? null : pick(faults) })],
  [12, ({ whole }) => ({ do: 'wait', ms: whole(0, 500) })],
  [1, (random) => ({ do: 'crash', tab: tab(random) })],
  [1, () => ({ do: 'kill' })],
]
const total = kinds.reduce((sum, [weight]) => sum + weight, 0)

/** Mostly a few, sometimes a burst. @type {(random: Random) => number} */
const size = ({ next, whole }) => (next() < 0.8 ? whole(1, 8) : whole(20, 120))
/** @type {(random: Random) => number} */
const length = ({ next, whole }) => (next() < 0.7 ? whole(0, 40) : whole(200, maxText))

/**
 * A longer list begins with the shorter one of the same seed.
 * @param {number} seed
 * @param {number} count
 * @returns {Step[]}
 */
export function generateSteps(seed, count) {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => {
    let left = random.next() * total
    const [, make] = /** @type {(typeof kinds)[number]} */ (kinds.find(([weight]) => (left -= weight) < 0))
    return make(random)
  })
}

/** One line for people. @param {Step} step */
export const sayStep = ({ do: name, ...rest }) => `${name} ${JSON.stringify(rest)}`
