// The public face of the facade: the calls of analytics.js, with its loose arguments.
// Types only.

import type { Tracker } from '../types.js'
import type { Listener } from './listeners.js'
import type { SourceMiddleware } from './middleware.js'
import type { LoadOptions, LoadSettings } from './readSettings.js'
import type { Callback, Context } from './readArguments.js'
import type { Elements } from './trackElements.js'

/** Properties, traits or options. */
export type Values = { readonly [key: string]: unknown }
type More = Values | Callback | null

/** Who is here. `null` before storage has been read; wait for `ready()`. */
export type User = {
  id(): string | null
  /** Given an id, links it: the visitor's own stays what it is. */
  anonymousId(id?: string): string | null
  /** Given traits, adds them to those of the present visitor, and says nothing. */
  traits(traits?: Values): { [key: string]: unknown }
}

/** The group that was named last in this page. */
export type Group = { id(): string | null; traits(): Values }

/** The calls of analytics.js. The promise of a call resolves once its event is on disk. */
export type Analytics = {
  /** Starts it, once. Calls made before wait, with their time and page. */
  load(settings: LoadSettings, options?: LoadOptions): Analytics
  track(event: string | Values, properties?: More, options?: More, callback?: Callback): Promise<Context>
  page(category?: string | More, name?: string | More, properties?: More, options?: More, callback?: Callback): Promise<Context>
  screen(category?: string | More, name?: string | More, properties?: More, options?: More, callback?: Callback): Promise<Context>
  identify(id?: string | number | More, traits?: More, options?: More, callback?: Callback): Promise<Context>
  group(): Group
  group(id: string | number | Values | null, traits?: More, options?: More, callback?: Callback): Promise<Context>
  alias(to: string | number, from?: string | number | More, options?: More, callback?: Callback): Promise<Context>
  reset(): void
  /** Resolves, and calls back, once it is known who is here. */
  ready(callback?: () => unknown): Promise<unknown>
  on(type: string, listener: Listener): Analytics
  once(type: string, listener: Listener): Analytics
  off(type: string, listener: Listener): Analytics
  addSourceMiddleware(middleware: SourceMiddleware): Promise<void>
  user(): User
  /** Before `load()`: the visitor's id, if it is a UUID and the browser has none. Later: links it. */
  setAnonymousId(id?: string): string | null
  trackLink(elements: Elements, event: string | ((element: Element) => string), properties?: object, options?: object): void
  trackClick(elements: Elements, event: string | ((element: Element) => string), properties?: object, options?: object): void
  trackForm(elements: Elements, event: string | ((element: Element) => string), properties?: object, options?: object): void
  trackSubmit(elements: Elements, event: string | ((element: Element) => string), properties?: object, options?: object): void
  /** Does nothing: see `throughline/devtools`. */
  debug(isOn?: boolean): Analytics
  /** Does nothing: no call waits for the network. */
  timeout(timeoutMs?: number): void
  /** The tracker behind it, from `load()` on: consent, links, errors. */
  tracker(): Tracker | undefined
}

/** What `AnalyticsBrowser.load()` returns: `const [analytics] = await AnalyticsBrowser.load(...)` waits for `ready()`. */
export type AnalyticsBrowser = Analytics & PromiseLike<readonly [analytics: Analytics, context: { readonly id: string }]>
