// @vitest-environment happy-dom
// Every public method of a real tracker with whatever can be handed in, over and over: nothing throws, pollutes or takes long,
// and what is sent keeps to the limits. HOSTILE_RUNS=100000 makes more of it, HOSTILE_SEED=n the same again.
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTracker } from '../../../src/tracker.js'
import type { Options, Tracker } from '../../../src/types.js'
import { build, hostileValues, type Plan, plan } from '../../support/hostile/hostileValues.ts'

const runs = Number(process.env.HOSTILE_RUNS ?? 1_250)
const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31)
/** What Segment and others take: of one event, of one request. */
const maxEventBytes = 32_768
const maxRequestBytes = 500_000
/** Processor time, which does not depend on what else the machine does; the largest is a text of 10 MB. */
const maxCallMs = 400

const methods = ['track', 'page', 'identify', 'link', 'unlink', 'merge', 'group', 'reset', 'consent', 'identity', 'use', 'on', 'saved', 'flush', 'stop'] as const
type Call = { readonly method: (typeof methods)[number]; readonly args: readonly Plan[] }

let bodies: string[] = []
const trackers: Tracker[] = []
let cases = 0
let slowestMs = 0
afterAll(() => console.log(`hostile calls: ${cases} cases, seed ${seed}, slowest ${slowestMs.toFixed(0)} ms of processor time`))

beforeEach(() => {
  bodies = []
  localStorage.clear()
  vi.stubGlobal('IDBKeyRange', { bound: () => ({}) })
  vi.stubGlobal('fetch', async (_: string, { body }: { body: Uint8Array }) => {
    bodies.push(new TextDecoder().decode(body))
    return new Response('{"success":true}')
  })
  // What a hostile listener throws is the site's own and is reported as that; it is no throw into the page.
  vi.stubGlobal('reportError', () => {})
})
afterEach(() => {
  for (const tracker of trackers.splice(0)) tracker.stop()
})

const create = (more: Partial<Options> = {}): Tracker => {
  const tracker = createTracker({ collector: '/collect', writeKey: 'shop', ...more })
  trackers.push(tracker)
  return tracker
}

const prototypes = [Object, Array, String, Function, Promise, Map, Set, Number].map(({ prototype }) => prototype)
const shapeOfPrototypes = (): string => prototypes.map((each) => Reflect.ownKeys(each).map(String).join()).join('|')
const untouched = shapeOfPrototypes()

/** Calls, and answers with what it took; a throw is one of the page's. */
const call = (tracker: Tracker, method: Call['method'], args: readonly unknown[]): unknown => {
  cases++
  const before = process.cpuUsage()
  const answer = (tracker[method] as (...args: readonly unknown[]) => unknown)(...args)
  const { user, system } = process.cpuUsage(before)
  slowestMs = Math.max(slowestMs, (user + system) / 1_000)
  return answer
}

const check = (): void => {
  expect(shapeOfPrototypes()).toBe(untouched)
  expect(slowestMs).toBeLessThan(maxCallMs)
  for (const body of bodies.splice(0)) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxRequestBytes)
    for (const item of (JSON.parse(body) as { batch: { messageId: string }[] }).batch) {
      expect(item.messageId).toMatch(/^[\da-f-]{36}$/)
      const text = JSON.stringify(item)
      expect(Buffer.byteLength(text), text.slice(0, 500)).toBeLessThanOrEqual(maxEventBytes)
      // A purpose may have any name; what it stands for is one word.
      const said = text.replace(/"constructor":"?(denied|granted|session|anonymous|false|true)\b/g, '')
      expect(said).not.toMatch(/"(__proto__|constructor)":/)
    }
  }
}

test('by hand: each method with each hostile value, first, second and both', async () => {
  for (const method of methods) {
    const tracker = create()
    for (const make of Object.values(hostileValues)) {
      for (const args of [[make()], ['name', make()], [make(), make()], [make(), 'name', make()]]) {
        const answer = call(tracker, method, args)
        if (answer instanceof Promise) await answer
        if (method === 'use' || method === 'on') (answer as () => void)()
      }
    }
    await tracker.flush()
    tracker.stop()
    check()
  }
  expect(cases).toBeGreaterThan(1_000)
}, 240_000)

test('generated: any calls in any order, on a tracker with or without consent', async () => {
  const calls = fc.array(fc.record({ method: fc.constantFrom(...methods), args: fc.array(plan, { maxLength: 3 }) }), { minLength: 1, maxLength: 9 })
  const consent = fc.constantFrom('granted', 'pending', 'denied')
  await fc.assert(
    fc.asyncProperty(calls, consent as fc.Arbitrary<'granted' | 'pending' | 'denied'>, async (all: readonly Call[], start) => {
      const tracker = create({ consent: start })
      for (const { method, args } of all) {
        const answer = call(tracker, method, args.map(build))
        if (answer instanceof Promise) await answer
        if (method === 'identity') JSON.stringify(answer)
      }
      await tracker.flush()
      tracker.stop()
      trackers.pop()
      check()
    }),
    { numRuns: runs, seed },
  )
  expect(cases).toBeGreaterThan(Math.min(runs * 4, 5_000))
}, 600_000)

test('generated: a step may put anything anywhere; what it cannot change stays, and the rest of the queue goes through', async () => {
  const fields = ['type', 'name', 'properties', 'traits', 'channel', 'context', 'cut', 'id', 'time', 'identity', 'more'] as const
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), plan, async (field, of) => {
      const tracker = create()
      const stop = tracker.use((event) => ({ ...event, [field]: build(of) }) as never)
      const changed = tracker.track('Changed', { fine: 1 })
      stop()
      const after = tracker.track('After')
      await tracker.flush()
      await tracker.flush()
      tracker.stop()
      localStorage.clear()
      const ids = bodies.flatMap((body) => (JSON.parse(body) as { batch: { messageId: string }[] }).batch.map(({ messageId }) => messageId))
      check()
      expect(ids).toContain(after)
      expect(ids.filter((id) => id === changed).length).toBeLessThan(2)
    }),
    { numRuns: Math.ceil(runs / 5), seed, endOnFailure: true, examples: [['properties', { keys: { text: { hostile: 'ten million characters' } } }]] },
  )
}, 300_000)
