// @vitest-environment happy-dom
// The journey: which event leads where, round and round, out of it and in again; and what is stamped and recorded.
import { expect, test } from 'vitest'
import { advance, journeyOf, settle } from '../../../src/experience/journey/advance.js'
import { toInteraction } from '../../../src/experience/interaction.js'
import { createJourney } from '../../../src/experience/journey/createJourney.js'
import { dayMs, startTime, story, useStage } from './stage.js'

const stage = useStage()
const path = (...rows: Parameters<typeof story>) =>
  journeyOf(story(...rows)).transitions.map(({ from = '', to, kind, cause = '' }) => `${from} > ${to}: ${kind} ${cause}`.trim())

test('from the first page to after the purchase', () => {
  expect(path(['page', 0], ['page', 0], ['Product Viewed', 1], ['page', 1], ['Checkout Started', 2], ['Order Completed', 2], ['page', 3])).toEqual([
    '> consideration: start page',
    'consideration > evaluation: forward Product Viewed',
    'evaluation > purchase: forward Checkout Started',
    'purchase > post-purchase: forward page',
  ])
})

test('a page view in evaluation leads nowhere, and a basket that is changed leads back from the checkout', () => {
  expect(path(['Product Viewed', 0], ['page', 1], ['Checkout Started', 1], ['Product Removed', 1], ['Checkout Started', 1])).toEqual([
    '> evaluation: start Product Viewed',
    'evaluation > purchase: forward Checkout Started',
    'purchase > evaluation: back Product Removed',
    'evaluation > purchase: forward Checkout Started',
  ])
})

test('who looks at products again after a purchase goes round once more', () => {
  const { position, transitions } = journeyOf(story(['Order Completed', 0], ['Order Delivered', 2], ['Product Viewed', 20], ['Order Completed', 20], ['Order Delivered', 22], ['Checkout Started', 40]))
  expect(transitions.filter(({ kind }) => kind === 'loop').map(({ from, to }) => [from, to])).toEqual([['post-purchase', 'evaluation'], ['post-purchase', 'purchase']])
  expect(position).toMatchObject({ stage: 'purchase', loops: 2, since: startTime + 40 * dayMs })
})

test('an order that is placed is not placed again by looking at it, but what comes next is after it', () => {
  expect(path(['Order Completed', 0], ['Order Completed', 0])).toEqual(['> purchase: start Order Completed'])
  expect(path(['Order Completed', 0], ['Something Else', 0])).toEqual(['> purchase: start Order Completed', 'purchase > post-purchase: forward Something Else'])
})

test('who does nothing for long enough is lost, since then, and can come back', () => {
  expect(journeyOf(story(['Product Viewed', 0], ['page', 31])).transitions.slice(1)).toEqual([
    { from: 'evaluation', to: 'lost', time: startTime + 30 * dayMs, kind: 'loss' },
    { from: 'lost', to: 'consideration', time: startTime + 31 * dayMs, kind: 're-entry', cause: 'page' },
  ])
  const { position } = journeyOf(story(['Product Viewed', 0]))
  expect(settle(position, startTime + 30 * dayMs - 1)?.stage).toBe('evaluation')
  expect(settle(position, startTime + 30 * dayMs)).toMatchObject({ stage: 'lost', since: startTime + 30 * dayMs })
})

test('who cancels for good is lost at once; who has gone and does something that leads nowhere stays so', () => {
  expect(path(['Order Completed', 0], ['Account Deleted', 1], ['Something Else', 2])).toEqual(['> purchase: start Order Completed', 'purchase > lost: loss Account Deleted'])
})

test('products at once after the order are the next round, with nothing in between', () => {
  const { position, transitions } = journeyOf(story(['Order Completed', 0], ['Product Viewed', 0]))
  expect(transitions.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    [undefined, 'purchase', 'start'], ['purchase', 'post-purchase', 'forward'], ['post-purchase', 'evaluation', 'loop'],
  ])
  expect(position).toMatchObject({ stage: 'evaluation', loops: 1 })
})

test('told again from what was recorded, its own records among it, it is the same journey', () => {
  const tab = stage.open()
  const journey = createJourney(tab.memory)
  const live: unknown[] = []
  journey.on(({ from, to, kind, cause }) => live.push([from, to, kind, cause]))
  for (const name of ['Product Viewed', 'Checkout Started', 'Order Completed', 'Product Viewed', 'Checkout Started', 'Order Completed', 'Survey Shown']) tab.tracker.track(name)
  const { position, transitions } = journeyOf(tab.events.map(toInteraction)) // as a collector has them: the record before its cause
  expect(transitions.map(({ from, to, kind, cause }) => [from, to, kind, cause])).toEqual(live)
  expect([position?.stage, position?.loops]).toEqual([journey.position()?.stage, journey.position()?.loops])
})

test('stages of the site’s own', () => {
  const stages = [
    { name: 'trial', events: ['Trial Started'], next: ['paid'], lostAfterMs: 14 * dayMs },
    { name: 'paid', events: ['Paid'], next: [] },
  ]
  const { position, transitions } = journeyOf(story(['page', 0], ['Trial Started', 1], ['Paid', 3], ['Trial Started', 4]), { stages, losses: ['Unsubscribed'] })
  expect([position?.stage, transitions.map(({ to }) => to)]).toEqual(['paid', ['trial', 'paid']])
  expect(advance(position, { name: 'Unsubscribed', time: startTime + 5 * dayMs }, { stages, losses: ['Unsubscribed'] }).position?.stage).toBe('lost')
})

test('each event carries its stage, and each transition is an event before the one that led there', () => {
  const tab = stage.open()
  const journey = createJourney(tab.memory)
  tab.tracker.page()
  tab.tracker.track('Product Viewed')
  tab.tracker.track('Something Else')
  expect(tab.events.map(({ name, type, context }) => [name ?? type, context.stage])).toEqual([
    ['Stage Changed', 'consideration'],
    ['page', 'consideration'],
    ['Stage Changed', 'evaluation'],
    ['Product Viewed', 'evaluation'],
    ['Something Else', 'evaluation'],
  ])
  expect(tab.named('Stage Changed')[1]?.properties).toEqual({ from: 'consideration', to: 'evaluation', kind: 'forward', cause: 'Product Viewed', at: new Date(startTime).toISOString() })
  expect(journey.position()?.stage).toBe('evaluation')
})

test('the first event of the next page carries it too, before anything has been read', () => {
  const first = stage.open()
  createJourney(first.memory)
  first.tracker.track('Checkout Started')
  const next = stage.open()
  createJourney(next.memory)
  next.tracker.track('Something Else')
  expect(next.events.map(({ name, context }) => [name, context.stage])).toEqual([['Something Else', 'purchase']])
})

test('two tabs are one journey: what the one has done is not recorded again by the other', async () => {
  const [one, two] = [stage.open(), stage.open()]
  createJourney(one.memory)
  createJourney(two.memory)
  one.tracker.track('Product Viewed')
  await stage.settle()
  two.tracker.track('Product Viewed')
  await stage.settle()
  expect([one, two].map((tab) => tab.named('Stage Changed').length)).toEqual([1, 0])
})

test('another person begins anew, and the transition that a login makes is still the first person’s', () => {
  const tab = stage.open()
  const journey = createJourney(tab.memory)
  tab.tracker.track('Order Completed')
  tab.become({ anonymousId: 'v2', sessionId: 's2' })
  expect(journey.position()).toBeUndefined()
  expect(localStorage.length).toBe(0)
  tab.tracker.page()
  expect(tab.events.map(({ identity, context }) => [identity.anonymousId, context.stage])).toEqual([
    ['v1', 'purchase'], ['v1', 'purchase'], ['v2', 'consideration'], ['v2', 'consideration'],
  ])
})

test('what the server knows is a part of the story', async () => {
  const tab = stage.open({ anonymousId: 'v1', sessionId: 's1', userId: 'alice' })
  const journey = createJourney(tab.memory)
  tab.tracker.page()
  expect(journey.position()?.stage).toBe('consideration')
  tab.memory.hydrate(story(['Order Completed', -3, { order_id: '1' }, { channel: 'store' }]))
  expect(journey.position()?.stage).toBe('post-purchase')
})

test('without consent nothing is stamped or kept', async () => {
  const tab = stage.open()
  const journey = createJourney(tab.memory)
  tab.tracker.track('Product Viewed')
  tab.consent({ personalization: 'denied' })
  await stage.settle()
  tab.tracker.track('Product Viewed')
  expect([localStorage.length, journey.position(), tab.events.at(-1)?.context.stage]).toEqual([0, undefined, undefined])
})

test('what was edited by hand does no harm', () => {
  localStorage.setItem('throughline-journey', '{"owner":')
  const tab = stage.open()
  createJourney(tab.memory)
  tab.tracker.page()
  expect(tab.events.at(-1)?.context.stage).toBe('consideration')
})
