// The plugin: hands one tracker to all components of an app, and records page views with its router.
// Creates no tracker: the site does, once.

import { type App, inject, type InjectionKey, nextTick } from 'vue'
import type { Properties, Tracker } from '../types.js'

/** A route as the router tells of it. */
export type RouteLike = { readonly fullPath: string; readonly path: string; readonly name?: unknown }
/** Of a router, what is needed; that of `vue-router` has it. */
export type RouterLike = { afterEach(listener: (to: RouteLike, from: RouteLike, failure?: unknown) => void): unknown }

/** Options of {@link createThroughline}. */
export type ThroughlineOptions = {
  readonly tracker: Tracker
  /** Records a page view after each navigation. In place of pageViews() in `capture`, which follows the address instead. */
  readonly router?: RouterLike
  /** What such a page view says; without it, its title. */
  readonly pageView?: (to: RouteLike) => { readonly name?: string; readonly properties?: Properties }
}

const trackerKey: InjectionKey<Tracker> = Symbol('tracker')

/** `app.use(createThroughline({ tracker, router }))`. */
export function createThroughline({ tracker, router, pageView }: ThroughlineOptions): { install(app: App): void } {
  return {
    install(app) {
      app.provide(trackerKey, tracker)
      let shown: string | undefined
      router?.afterEach((to, _from, failure) => {
        // A change of the hash shows no other page.
        const view = to.fullPath.replace(/#.*/, '')
        if (failure || view === shown) return
        shown = view
        const { name, properties } = pageView?.(to) ?? {}
        // The title is set by what is shown.
        void nextTick().then(() => tracker.page(name, properties))
      })
    },
  }
}

/** The tracker of the app. */
export function useTracker(): Tracker {
  const tracker = inject(trackerKey)
  if (!tracker) throw new Error('throughline: useTracker() needs app.use(createThroughline({ tracker }))')
  return tracker
}
