// Listeners by type. A listener that throws stops nobody else: its error is reported as its own, uncaught.
// Knows nothing of what is emitted.

/** What {@link createEmitter} returns. */
export type Emitter<Events> = {
  on<K extends keyof Events>(type: K, listener: (detail: Events[K]) => void): () => void
  emit<K extends keyof Events>(type: K, detail: Events[K]): void
}

/** Creates an emitter. */
export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Set<readonly [type: keyof Events, listener: (detail: never) => void]>()
  return {
    on(type, listener) {
      const entry = [type, listener] as const
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    emit(type, detail) {
      for (const [of, listener] of listeners) {
        try {
          if (of === type) listener(detail as never)
        } catch (cause) {
          reportError(cause)
        }
      }
    },
  }
}
