// Owns what each format does in a real page, with a server that speaks its system's protocol, errors included: nothing is lost, and
// what the system refuses is reported. All of them run at once, each with a database of its own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSystems } from '../support/collectors/startSystems.js'
import { systems } from '../support/collectors/systems.js'
import { subjects } from '../support/formats/subjects.js'
import { useStage } from './stage.ts'

const stage = useStage()
const count = 20

/** What a page saw of one format. */
type Outcome = { poison: string; dropped: string[]; delivered: string[]; ids: string[]; errors: string[]; kept: number }

let collectors: Awaited<ReturnType<typeof startSystems>>
let outcomes: Record<string, Outcome> = {}
beforeAll(async () => {
  collectors = await startSystems()
  const page = await stage.open('blank')
  const setups = Object.entries(subjects).map(([name, { options, cannot }]) => {
    // Of Mixpanel an own address is complete but for the last step.
    const path = name === 'mixpanel' ? '' : systems[name]!.path
    return { name, cannot: cannot[0], options: { ...options, url: `${collectors.url}/${name}${path}` } }
  })
  // Here, because no other test needs them; not by `import()`, which vitest would rewrite.
  await page.run(() => {
    const script = document.createElement('script')
    script.type = 'module'
    script.textContent = `import * as formats from '/dist/formats.js'; window.kept = formats`
    document.head.append(script)
  })
  await page.waitFor(() => !!window.kept)
  outcomes = await page.run(
    async (wanted: typeof setups, total: number) => {
      const formats = window.kept
      const own = {
        encode: (events: readonly unknown[]) => JSON.stringify(events),
        verdict: ({ body }: { body: string }) => (body === 'busy' ? 'retry' : body === 'bad' ? { batch: 'split', reason: 'said to be bad' } : undefined),
      }
      const runs = wanted.map(async ({ name, options, cannot }) => {
        const tracker = start({ name: `formats-${name}`, collector: formats[name]({ ...options, ...(name === 'custom' && own) }) })
        const outcome: Outcome = { poison: '', dropped: [], delivered: [], ids: [], errors: [], kept: -1 }
        tracker.on('dropped', ({ ids }) => outcome.dropped.push(...ids))
        tracker.on('delivered', ({ ids }) => outcome.delivered.push(...ids))
        tracker.on('error', ({ message }) => outcome.errors.push(message))
        for (let i = 0; i < total; i++) {
          outcome.ids.push(tracker.track(`Event ${i}`, { i }))
          // Snowplow's collector refuses nothing, so there it is what does not fit into a structured event.
          if (i === total / 2) outcome.poison = tracker.track('Poison', name === 'snowplow' ? { text: 'x'.repeat(1200) } : {})
        }
        if (cannot === 'merge') tracker.merge('customer-1', 'customer-2')
        if (cannot === 'group' || cannot === 'link' || cannot === 'identify') tracker.link('loyalty', 'L-778')
        // Until its trouble is over.
        for (let i = 0; i < 100 && outcome.kept !== 0; i++) {
          outcome.kept = (await tracker.flush()).kept
          if (outcome.kept) await new Promise((resolve) => setTimeout(resolve, 100))
        }
        tracker.stop()
        return [name, outcome] as const
      })
      return Object.fromEntries(await Promise.all(runs))
    },
    JSON.parse(JSON.stringify(setups)) as typeof setups,
    count,
  )
}, 120_000)
afterAll(() => collectors?.close())

describe.each(Object.keys(systems))('%s', (name) => {
  test('everything arrives that can, once, after the trouble that its system had', () => {
    const { taken, mistakes, requests } = collectors.seen[name]!
    expect(mistakes).toEqual([])
    expect(requests).toBeGreaterThan(1)
    expect(taken.toSorted((a, b) => +a - +b)).toEqual(Array.from({ length: count }, (_, i) => `${i}`))
    expect(outcomes[name]!.kept, 'nothing is left').toBe(0)
  })

  test('what its system refuses, and what it cannot say, is reported', () => {
    const { poison, dropped, delivered, ids, errors } = outcomes[name]!
    expect(dropped).toContain(poison)
    expect(delivered).not.toContain(poison)
    expect(errors.join('\n')).toMatch(/refused for good: .*\w/)
    // Each has its word, and only one.
    expect([...dropped, ...delivered].filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted())
    const cannot = subjects[name]!.cannot.length
    expect(errors.filter((message) => /knows no|merges|persons/.test(message)).length).toBe(cannot ? 1 : 0)
  })

  test(`the browser ${subjects[name]!.isAsked ? 'asks first' : 'needs not ask first'}`, () => {
    expect(collectors.seen[name]!.preflights > 0).toBe(subjects[name]!.isAsked)
  })
})

test('every format has a system here', () => {
  expect(Object.keys(systems).toSorted()).toEqual(Object.keys(subjects).toSorted())
})
