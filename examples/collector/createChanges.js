// Says that something was stored.
// Carries no data: whoever listens reads the database, so nobody can miss or queue up events.

/** @typedef {ReturnType<typeof createChanges>} Changes */

export function createChanges() {
  /** @type {Set<() => void>} */
  const listeners = new Set()
  return {
    emit() {
      for (const listener of listeners) listener()
    },
    /**
     * @param {() => void} listener
     * @returns {() => void} the undo
     */
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
