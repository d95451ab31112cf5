// The calls of analytics.js, each handed to the tracker as what it means; before load() they wait with their time and page.
// Owns no storage and sends nothing: the tracker does.

import { readOptions } from '../options.js'
import type { Moment } from '../page/context.js'
import { hasNoPage } from '../page/signals.js'
import { createTracker, startTracker } from '../tracker.js'
import type { Step, Tracker } from '../types.js'
import type { Analytics, User } from './analyticsTypes.js'
import { createListeners } from './listeners.js'
import { createMiddlewares, type SourceMiddleware } from './middleware.js'
import { createMessages } from './messages.js'
import { type LoadOptions, type LoadSettings, readSettings } from './readSettings.js'
import { readAlias, readOptionsBag, readPage, readPerson, readTrack, type Bag, type Context, type Message, type Said } from './readArguments.js'
import { momentIn } from './moment.js'
import { trackElements } from './trackElements.js'

const readers: { readonly [type in Message['type']]: (args: readonly unknown[]) => Said } = {
  track: readTrack,
  page: readPage,
  screen: readPage,
  identify: readPerson,
  group: readPerson,
  alias: readAlias,
}

/** Creates the facade; nothing starts before `load()`. */
export function createAnalytics(): Analytics {
  const listeners = createListeners()
  const middlewares = createMiddlewares((cause) => reportError(cause))
  const waiting: (() => void)[] = []
  let tracker: Tracker | undefined
  let moment: Moment | undefined
  let first: string | undefined
  let base: Bag = {}
  let company: { id: string | null; traits: Bag } = { id: null, traits: {} }
  let started: (tracker: Tracker) => void
  const isReady = new Promise<Tracker>((resolve) => (started = resolve)).then(async (ready) => (await ready.saved(), ready))
  const { send, step, user, forget } = createMessages(() => tracker)

  const whenLoaded = (run: () => void): void => void (tracker ? run() : waiting.push(run))
  const made = (type: Message['type'], { id, bag = {}, options = {}, event, name, category, previousId }: Said): Message => {
    const message: Message = { type, ...readOptionsOf(options), userId: user.id(), anonymousId: user.anonymousId() }
    if (type === 'identify') {
      const isOther = id !== undefined && user.id() !== null && id !== user.id()
      return { ...message, userId: id ?? user.id(), traits: isOther ? { ...bag } : { ...user.traits(), ...bag } }
    }
    if (type === 'group') {
      company = { id: id ?? company.id, traits: { ...(id === undefined || id === company.id ? company.traits : {}), ...bag } }
      return { ...message, groupId: company.id, traits: { ...company.traits } }
    }
    if (type === 'alias') return { ...message, userId: id ?? null, ...(previousId !== undefined && { previousId }) }
    const names = { ...(event !== undefined && { event }), ...(name !== undefined && { name }), ...(category !== undefined && { category }) }
    return { ...message, ...names, properties: { ...bag, ...(type !== 'screen' && names.name && { name }), ...(type === 'page' && names.category && { category }) } }
  }
  const readOptionsOf = (options: Bag): Pick<Message, 'context' | 'integrations'> => {
    const own = readOptionsBag(options)
    if (typeof options.anonymousId === 'string') setAnonymousId(options.anonymousId)
    return { ...own, integrations: { ...base, ...own.integrations } }
  }

  /** One call of a message, now or once there is a tracker. */
  const say = async (type: Message['type'], given: readonly unknown[]): Promise<Context> => {
    const [args, then, isOver] = momentIn(given)
    const said = readers[type](args)
    const isEarly = isOver || !tracker
    const context = await new Promise<Context & { isDropped?: boolean }>((resolve) =>
      whenLoaded(() => {
        let isNow = true
        middlewares.pass(
          () => made(type, said),
          (message) => {
            if (!message) return resolve({ id: '', event: { type, context: {}, integrations: {} }, isDropped: true })
            if (isEarly || !isNow) moment = then
            const id = send(message)
            moment = undefined
            resolve({ id, event: message })
          },
        )
        isNow = false
      }),
    )
    await tracker!.saved()
    said.callback?.(context)
    if (!context.isDropped) listeners.emitCall(context.event, said.options)
    return context
  }
  const setAnonymousId = (id?: string): string | null => {
    if (!tracker && id) first = id
    else if (id && id !== user.anonymousId()) tracker!.link('anonymous', id)
    return user.anonymousId()
  }
  const group = ((...args: unknown[]) =>
    args.length ? say('group', args) : { id: () => company.id, traits: () => company.traits }) as Analytics['group']

  const track = (...args: unknown[]): Promise<Context> => say('track', args)

  const analytics: Analytics = {
    load(settings: LoadSettings, options: LoadOptions = {}) {
      if (tracker || options.disable) return analytics
      base = Object.fromEntries(Object.entries(options.integrations ?? {}).map(([name, value]) => [name, Boolean(value)]))
      const settled = readSettings(settings, options, first)
      const all = { ...settled, steps: [step as Step, ...(settled.steps ?? [])] }
      tracker = hasNoPage() ? createTracker(all) : startTracker(readOptions(all), () => moment)
      started(tracker)
      for (const run of waiting.splice(0)) run()
      if (options.initialPageview) void analytics.page()
      listeners.emit('initialize', settings, options)
      return analytics
    },
    track,
    page: (...args) => say('page', args),
    screen: (...args) => say('screen', args),
    identify: (...args) => say('identify', args),
    alias: (...args) => say('alias', args),
    group,
    reset() {
      whenLoaded(() =>
        middlewares.behind(() => {
          company = { id: null, traits: {} }
          forget()
          tracker!.reset()
          listeners.emit('reset')
        }),
      )
    },
    ready: (callback) => isReady.then(() => callback?.()),
    on: (type, listener) => (listeners.on(type, listener), analytics),
    once: (type, listener) => (listeners.once(type, listener), analytics),
    off: (type, listener) => (listeners.off(type, listener), analytics),
    addSourceMiddleware: async (middleware: SourceMiddleware) => middlewares.add(middleware),
    user: () => user as User,
    setAnonymousId,
    trackLink: trackElements('click', track),
    trackClick: trackElements('click', track),
    trackForm: trackElements('submit', track),
    trackSubmit: trackElements('submit', track),
    debug: () => analytics,
    timeout: () => {},
    tracker: () => tracker,
  }
  return analytics
}
