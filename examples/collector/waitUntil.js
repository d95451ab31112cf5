// Waits for something to become true, asked anew after every change.
// No polling: between changes nothing runs.

/**
 * @param {() => Promise<boolean>} isReached
 * @param {{ changes: import('./createChanges.js').Changes, timeoutMs: number }} options
 * @returns {Promise<boolean>} false once the time is over
 */
export async function waitUntil(isReached, { changes, timeoutMs }) {
  let hasChanged = true
  let isOver = false
  let wake = () => {}
  const undo = changes.on(() => {
    hasChanged = true
    wake()
  })
  const timer = setTimeout(() => {
    isOver = true
    wake()
  }, timeoutMs)
  try {
    while (!isOver) {
      // Taken back before the question: what changes while it is answered is asked about again.
      hasChanged = false
      if (await isReached()) return true
      /** @type {(resolve: (value: void) => void) => void} */
      const untilWoken = (resolve) => (wake = resolve)
      if (!hasChanged && !isOver) await new Promise(untilWoken)
    }
    return isReached()
  } finally {
    clearTimeout(timer)
    undo()
  }
}
