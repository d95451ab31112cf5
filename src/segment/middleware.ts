// Source middlewares: what is called passes them in their order, and what comes behind waits for it.
// Knows nothing of the tracker. One that throws is reported and skipped.

import { isBag, type Message } from './readArguments.js'

/** What a middleware sees of a call. */
export type Payload = {
  /** The message itself; change it, or put another here. */
  obj: Message
  readonly type: () => Message['type']
  readonly event: () => string | undefined
  readonly properties: () => { [key: string]: unknown }
  readonly traits: () => { [key: string]: unknown }
  readonly context: () => { [key: string]: unknown }
  readonly userId: () => string | null | undefined
  readonly anonymousId: () => string | null | undefined
}

/** Passes `payload` on by `next`, at once or later; without it the event is dropped. */
export type SourceMiddleware = (params: {
  payload: Payload
  integrations: { readonly [name: string]: unknown }
  next: (payload?: Payload | null) => void
}) => unknown

/** What {@link createMiddlewares} returns. */
export type Middlewares = {
  add(middleware: SourceMiddleware): void
  /** Makes the message when its turn has come, and runs `done` with what became of it; with nothing if it was dropped. */
  pass(make: () => Message, done: (message?: Message) => void): void
  /** Runs it behind everything that waits. */
  behind(run: () => void): void
}

const payloadOf = (message: Message): Payload => {
  const payload: Payload = {
    obj: message,
    type: () => payload.obj.type,
    event: () => payload.obj.event,
    properties: () => payload.obj.properties ?? {},
    traits: () => payload.obj.traits ?? {},
    context: () => payload.obj.context,
    userId: () => payload.obj.userId,
    anonymousId: () => payload.obj.anonymousId,
  }
  return payload
}

/** Creates the line of middlewares. */
export function createMiddlewares(failed: (cause: unknown) => void): Middlewares {
  const all: SourceMiddleware[] = []
  const waiting: (() => void)[] = []
  let isBusy = false

  const proceed = (): void => {
    isBusy = false
    while (!isBusy && waiting.length) waiting.shift()!()
  }
  const attempt = (run: () => unknown, otherwise: (cause: unknown) => void): void => {
    try {
      const result = run()
      if (result instanceof Promise) result.then(undefined, otherwise)
    } catch (cause) {
      otherwise(cause)
    }
  }
  const passFrom = (message: Message, left: readonly SourceMiddleware[], done: (message?: Message) => void): void => {
    const [first, ...rest] = left
    if (!first) return done(message)
    let isDecided = false
    const decide = (next?: Message): void => {
      if (isDecided) return
      isDecided = true
      if (next) passFrom(next, rest, done)
      else done()
    }
    attempt(
      () => {
        const result = first({ payload: payloadOf(message), integrations: {}, next: (payload) => decide(isBag(payload) ? payload.obj : message) })
        // It has come to its end without saying next().
        if (result instanceof Promise) return result.then(() => decide())
        decide()
        return undefined
      },
      (cause) => (failed(cause), decide(message)),
    )
  }
  const behind = (run: () => void): void => {
    waiting.push(run)
    if (!isBusy) proceed()
  }
  return {
    add: (middleware) => void all.push(middleware),
    behind,
    pass: (make, done) =>
      behind(() => {
        isBusy = true
        passFrom(make(), all, (last) => {
          done(last)
          proceed()
        })
      }),
  }
}
