// Owns the comparison of throughline/segment with @segment/analytics-next, and the snippet that records before the file is there.
// Must not say what is right call by call: test/judges/segment/scenarios.js does.
import { beforeAll, describe, expect, test } from 'vitest'
import { compare, type Row } from '../judges/segment/compare.js'
import { comparisonTable, writtenTable } from '../judges/segment/segmentTable.js'
import { engine, useStage } from './stage.ts'

describe.skipIf(engine !== 'chromium')('the facade beside analytics-next', () => {
  let rows: Row[] = []
  beforeAll(async () => void (rows = await compare()), 240_000)

  test('both send the same, but where a difference is meant', () => {
    expect(rows.length).toBeGreaterThan(35)
    const meant = rows.filter(({ why }) => why === undefined)
    expect(meant.map(({ call, ours }) => ({ call, received: ours }))).toEqual(meant.map(({ call, peer }) => ({ call, received: peer })))
  })

  test('where a difference is meant, there is one', () => {
    expect(rows.filter(({ why, isSame }) => why !== undefined && isSame)).toEqual([])
  })

  test('the table in docs/migration/segment.md says so', () => {
    expect(writtenTable(), 'run node test/judges/segment/segmentTable.js --write').toBe(comparisonTable(rows))
  })
})

describe('the snippet', () => {
  const stage = useStage()

  test('what it has recorded is run in its order, with its page, and analytics goes on behind it', async () => {
    const page = await stage.open('segment', { attributes: {}, options: {} })
    await page.waitFor(() => (window as any).analytics.initialized)
    const rows = await stage.receivedRow(({ name }) => name === 'After').then((row) => stage.streamsOf([row]))
    const said = rows.sort((a, b) => a.n! - b.n!).map(({ type, name, userId }) => [type, type === 'track' ? name : '', userId])
    expect(said).toEqual([
      ['page', '', null],
      ['track', 'Before', null],
      ['identify', '', 'alice'],
      ['track', 'After', 'alice'],
    ])
    expect(rows[1]!.properties).toEqual({ seen: 'by the middleware' })
    expect(rows[1]!.context.page.path).toBe('/of/that/time')
  })
})
