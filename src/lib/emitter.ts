// Listeners by type. A listener that throws stops nobody else.
// Knows nothing of what is emitted.

/** What {@link createEmitter} returns. */
export type Emitter<Events> = {
  on<K extends keyof Events>(type: K, listener: (detail: Events[K]) => void): () => void
  emit<K extends keyof Events>(type: K, detail: Events[K]): void
}

/** Creates an emitter; `onThrow` gets what a listener threw. */
export function createEmitter<Events>(onThrow: (cause: unknown, type: keyof Events) => void): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(detail: never) => void>>()
  return {
    on(type, listener) {
      const set = listeners.get(type) ?? new Set()
      listeners.set(type, set.add(listener))
      return () => void set.delete(listener)
    },
    emit(type, detail) {
      for (const listener of listeners.get(type) ?? []) {
        try {
          listener(detail as never)
        } catch (cause) {
          onThrow(cause, type)
        }
      }
    },
  }
}
