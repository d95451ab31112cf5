// What a site writes, as its compiler must understand it; each line with @ts-expect-error is one that must not compile.
// Must be compiled against the packed package, and is never run.
import { createTracker, type Capture, type Event, type Format, type Identity, type Options, type Step, type Tracker } from 'throughline'
import { clicks, pageViews } from 'throughline/capture'
import { completeness } from 'throughline/completeness'
import { consoleMode, devtools } from 'throughline/devtools'
import { segment } from 'throughline/formats'
import { acceptHandoff, crossDomain, handoff } from 'throughline/handover'
import { createIdentityGraph, resolve } from 'throughline/identity'
import { readOldIds, takeOver } from 'throughline/migrate'
import { AnalyticsBrowser, createAnalytics, type Analytics } from 'throughline/segment'
import { deliverOutbox } from 'throughline/worker'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const is = <_ extends true>(): void => {}

const tracker = createTracker({
  collector: 'https://collect.example.com/v1/batch',
  writeKey: 'shop-web',
  capture: [devtools(), consoleMode(), takeOver({ from: ['segment'], writeKey: 'shop-web' }), pageViews({ hash: true }), clicks(), crossDomain({ domains: ['a.example'] })],
  consent: { analytics: 'granted', 'our own': 'pending' },
  steps: [(event) => (event.name === 'Noise' ? null : event)],
})

is<Equal<typeof tracker, Tracker>>()
is<Equal<ReturnType<Tracker['track']>, string>>()
is<Equal<ReturnType<Tracker['identity']>, Identity>>()
is<Equal<Awaited<ReturnType<Tracker['saved']>>, boolean>>()
is<Equal<Awaited<ReturnType<Tracker['flush']>>, { readonly delivered: number; readonly kept: number; readonly dropped: number }>>()

const id: string = tracker.track('Order Completed', { total: 30, items: [{ sku: 'A' }], at: new Date() })
tracker.identify('customer-1001', { plan: 'gold' })
tracker.consent({ analytics: true, marketing: false, ours: true })
const stop: () => void = tracker.on('dropped', ({ reason, count }) => [is<Equal<typeof count, number>>(), reason === 'expired'])
tracker.on('error', ({ source, message }) => void [source === 'storage', message])
tracker.on('identity', (identity) => is<Equal<typeof identity, Identity>>())

// @ts-expect-error -- the collector is missing
createTracker({ writeKey: 'x' })
// @ts-expect-error -- no such option
createTracker({ collector: '/c', writeKey: 'x', flushdelay: 1 })
// @ts-expect-error -- no such event
tracker.on('sent', () => {})
// @ts-expect-error -- an id is a text
tracker.identify(7)
// @ts-expect-error -- two ids
tracker.merge('a')
// @ts-expect-error -- true or false
tracker.consent({ analytics: 'granted' })
// @ts-expect-error -- no such library
takeOver({ from: ['matomo'] })
// @ts-expect-error -- the write key is missing
AnalyticsBrowser.load({})

const step: Step = (event: Event) => ({ ...event, properties: { ...event.properties, shop: 'north' } })
const format: Format = { ...segment({ url: '/c', writeKey: 'x' }), maxEvents: 10 }
const options: Options = { collector: format }
const capture: Capture = (it) => (it.track('Started'), () => {})
const analytics: Analytics = createAnalytics()
void analytics.track('A', { b: 1 }, (context) => void context.event.properties)
void AnalyticsBrowser.load({ writeKey: 'x' }).then(([ready]) => ready.page('Docs', 'Index'))
void new AnalyticsBrowser().load('x').identify({ email: 'a@example.com' })
void [id, stop, step, options, capture, readOldIds(['ga']), handoff(tracker)?.code, acceptHandoff(tracker, 'x'), completeness({ received: [0], ledger: [] }).state, createIdentityGraph, resolve, deliverOutbox]
