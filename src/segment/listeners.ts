// Listeners of the facade, with the arguments that analytics.js hands them.
// A listener that throws stops nobody else.

import type { Bag, Message } from './readArguments.js'

export type Listener = (...args: any[]) => void // oxlint-disable-line typescript/no-explicit-any -- each type has its own

/** What {@link createListeners} returns. */
export type Listeners = {
  on(type: string, listener: Listener): void
  once(type: string, listener: Listener): void
  off(type: string, listener: Listener): void
  emit(type: string, ...args: readonly unknown[]): void
  /** What a call is told as. */
  emitCall(message: Message, options: Bag | undefined): void
}

/** Creates the listeners. */
export function createListeners(): Listeners {
  const entries: { readonly type: string; readonly listener: Listener; readonly isOnce: boolean }[] = []
  const remove = (entry: (typeof entries)[number] | undefined): void => {
    if (entry) entries.splice(entries.indexOf(entry), 1)
  }
  const add = (type: string, listener: Listener, isOnce: boolean): void => void entries.push({ type, listener, isOnce })
  const emit = (type: string, ...args: readonly unknown[]): void => {
    for (const entry of entries.filter((each) => each.type === type)) {
      if (entry.isOnce) remove(entry)
      try {
        entry.listener(...args)
      } catch (cause) {
        reportError(cause)
      }
    }
  }
  return {
    on: (type, listener) => add(type, listener, false),
    once: (type, listener) => add(type, listener, true),
    off: (type, listener) => remove(entries.find((each) => each.type === type && each.listener === listener)),
    emit,
    emitCall({ type, event, name = null, category = null, properties, traits, userId, groupId, previousId = null }, options) {
      if (type === 'track') emit(type, event, properties, options)
      else if (type === 'identify') emit(type, userId, traits, options)
      else if (type === 'group') emit(type, groupId, traits, options)
      else if (type === 'alias') emit(type, userId, previousId, options)
      else emit(type, category, name, properties, options)
    },
  }
}
