// Owns a very short soak: that it runs, and finds nothing. The long one is `npm run soak`.
// Must not depend on what a busy machine makes of the time: its steps are few and always the same.
import { expect, test } from 'vitest'
import type { Step } from '../soak/generateSteps.js'
import { soak } from '../soak/soak.js'

const engine = process.env.THROUGHLINE_BROWSER ?? 'chromium'

const steps: Step[] = [
  { do: 'open', tab: 0, page: 'shop' },
  { do: 'track', tab: 0, count: 5, text: 20, after: 'saved' },
  { do: 'collector', fault: { kind: 'lost', times: 1 } },
  { do: 'login', tab: 1, user: 'alice-1001', after: 'saved' },
  { do: 'track', tab: 0, count: 40, text: 500, after: 'nothing' },
  { do: 'track', tab: 1, count: 3, text: 20, after: 'leave' },
  { do: 'network', isDown: true },
  { do: 'track', tab: 0, count: 20, text: 20, after: 'saved' },
  { do: 'kill' },
  { do: 'network', isDown: false },
  { do: 'track', tab: 0, count: 3, text: 20, after: 'nothing' },
  { do: 'logout', tab: 0, after: 'saved' },
  { do: 'track', tab: 0, count: 3, text: 20, after: 'close' },
]

test('a soak of a few steps loses nothing, mixes nobody up, and counts nothing twice', async () => {
  const { failures, counts } = await soak(steps, { engine })
  expect(failures).toEqual([])
  expect(counts).toMatchObject({ done: steps.length, passedOver: 0, kills: 1 })
  expect(counts.tracked).toBeGreaterThan(70)
}, 60_000)
