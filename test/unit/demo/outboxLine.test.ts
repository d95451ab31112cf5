// @vitest-environment happy-dom
// The footer's line: what it says as events wait and go.
import { beforeEach, describe, expect, it } from 'vitest'
import { outboxLine } from '../../../examples/shop/public/outboxLine.js'

type Listener = (detail: { ids: readonly string[] }) => void

const fakeTracker = () => {
  let step = (event: object) => event
  const listeners = new Map<string, Listener>()
  const tracker = {
    use: (added: typeof step) => void (step = added),
    on: (type: string, listener: Listener) => void listeners.set(type, listener),
    flush: async () => ({ delivered: 0, kept: 0, dropped: 0 }),
  }
  return {
    tracker: tracker as never,
    track: (id: string) => step({ id }),
    fire: (type: string, ids: readonly string[]) => listeners.get(type)?.({ ids }),
  }
}

const start = () => {
  const line = document.createElement('p')
  const fake = fakeTracker()
  outboxLine(() => fake.tracker, line)
  return { ...fake, line }
}

beforeEach(() => localStorage.clear())

describe('outboxLine', () => {
  it('counts what waits, and lets every event pass', () => {
    const { line, track } = start()
    expect(line.textContent).toContain('0 events wait')
    expect(track('a')).toEqual({ id: 'a' })
    expect(line.textContent).toContain('1 event waits')
    track('b')
    expect(line.textContent).toContain('2 events wait')
  })

  it('forgets what was delivered or dropped, and says when', () => {
    const { line, track, fire } = start()
    track('a')
    track('b')
    fire('dropped', ['a'])
    expect(line.textContent).toContain('1 event waits')
    expect(line.textContent).toContain('nothing delivered yet')
    fire('delivered', ['b', 'from-another-tab'])
    expect(line.textContent).toContain('0 events wait')
    expect(line.textContent).toContain('2 delivered at')
  })

  it('goes on counting on the next page', () => {
    start().track('a')
    expect(start().line.textContent).toContain('1 event waits')
  })

  it('sends on demand, and believes the tracker about what is left', async () => {
    const { line, track } = start()
    track('a')
    line.querySelector('button')?.click()
    await new Promise((resolve) => setTimeout(resolve))
    expect(line.textContent).toContain('0 events wait')
  })
})
