// The parts for frameworks, beside the real types of these.
// Must be compiled against the packed package, and is never run.
import { createElement, type ReactElement } from 'react'
import type { Identity, Tracker } from 'throughline'
import { TrackerProvider, useIdentity, usePageViews, useTracker } from 'throughline/react'
import { createThroughline, useIdentity as useVueIdentity } from 'throughline/vue'
import { type App, createApp } from 'vue'

declare const tracker: Tracker

export const Page = (): ReactElement => {
  const own: Tracker = useTracker()
  const identity: Identity = useIdentity()
  usePageViews('/lamps', { name: 'Lamps', properties: { count: 3 } })
  return createElement(TrackerProvider, { tracker: own, children: identity.userId })
}
// @ts-expect-error -- the tracker is missing
createElement(TrackerProvider, {})

const app: App = createApp({}).use(createThroughline({ tracker, router: { afterEach: () => {} } }))
export const who = (): string | undefined => useVueIdentity().value.userId
// @ts-expect-error -- the tracker is missing
createThroughline({})
void app
