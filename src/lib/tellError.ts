// How optional parts, and what others wrote, come to be heard by `tracker.on('error')`.
// Knows nothing of what went wrong, and changes nothing.

/**
 * Reports through `on('error')`. A tracker never throws at its caller and reports what it was handed and could not
 * read, so it is handed a name that nobody can read; nothing is tracked. A method of its own for this would be 10 bytes
 * more for every visitor of every site. A moment later, because at the start nobody can listen yet.
 */
export function tellError(tracker: { track(name: string): unknown }, cause: unknown): void {
  // A function, because objects are passed over as names without being read.
  const unreadable = Object.assign(() => {}, {
    toString(): string {
      throw cause
    },
  })
  queueMicrotask(() => tracker.track(unreadable as unknown as string))
}
