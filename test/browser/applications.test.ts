// Owns how clicks in applications that we did not write are named: each is done by hand and compared with a list of what was done.
// Must not hold what is done in one of them; test/applications does, and installs them.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, useStage, type Row } from './stage.ts'
import { applications } from '../applications/applications.js'
import { doStep } from '../applications/doStep.js'
import { installApplications } from '../applications/installApplications.js'
import { startApplications } from '../applications/startApplications.js'
import { applicationsTable, isNamed, type Outcome } from '../applications/applicationsTable.js'
import type { Page } from '../support/browser.js'

const stage = useStage()
let server: Awaited<ReturnType<typeof startApplications>>
const outcomes: Outcome[] = []

beforeAll(async () => {
  installApplications()
  server = await startApplications({ collectorUrl: stage.collector.url, applications })
}, 180_000)
afterAll(() => server.close())

type Which = 'whole' | 'short'
const countOf = (page: Page, which: Which) => page.run((name) => (window as any)[name].told.filter((each: string) => each === 'Element Clicked').length as number, which)
/** The clicks that the collector has of one tracker of the page, in their order. */
async function clicksOf(page: Page, which: Which): Promise<Row[]> {
  const id = await page.run((name) => (window as any)[name].tracker.track('Marker'), which)
  const rows = await stage.streamsOf(await stage.received([id]))
  return rows.filter(({ name }) => name === 'Element Clicked').sort((a, b) => a.n! - b.n!)
}

// The others take part of it: what differs between engines is the events, and those are alike in all of them.
test.each(engine === 'chromium' ? applications : applications.filter(({ isEverywhere }) => isEverywhere))(
  'in $name each click is one event under the name that a person would give it, and nothing else is',
  async (application) => {
    const { title, madeWith, steps } = application
    const page = await stage.visit(server.url(application))
    await page.waitFor(() => Boolean((window as any).short?.tracker))
    const ends: Record<Which, number[]> = { whole: [], short: [] }
    for (const step of steps) {
      await doStep(page, step)
      for (const which of ['whole', 'short'] as const) ends[which].push(await countOf(page, which))
    }
    const told = async (which: Which) => {
      const rows = await clicksOf(page, which)
      expect(rows).toHaveLength(ends[which].at(-1) ?? 0)
      // What is typed on the way.
      expect(JSON.stringify(rows)).not.toContain('planted')
      return steps.map((_, i) => rows.slice(ends[which][i - 1] ?? 0, ends[which][i]).map(({ properties }) => String(properties.name ?? '')))
    }
    const [whole, short] = [await told('whole'), await told('short')]
    outcomes.push({ title, madeWith, steps, whole, short })
    const wrong = steps.flatMap((step, i) => {
      const { name, told: known = name } = step
      const isRight = known === null ? whole[i]!.length === 0 : whole[i]!.length === 1 && isNamed(whole[i]![0], known)
      return isRight ? [] : [{ ...step, was: whole[i] }]
    })
    expect(wrong).toEqual([])
    // The short form may miss what only looks as if it could be clicked; it makes nothing up.
    for (const [i, names] of short.entries()) expect(names.length, JSON.stringify(steps[i])).toBeLessThanOrEqual(steps[i]!.name === null ? 0 : 1)
  },
  60_000,
)

test('how many clicks are named is what the README says', ({ skip }) => {
  const table = applicationsTable(outcomes)
  console.log(table)
  if (outcomes.length < applications.length) skip('only a part was done')
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  expect(/<!-- applications -->\n([\s\S]*?)\n<!-- \/applications -->/.exec(readme)?.[1], 'put the table above into README.md').toBe(table)
})
