// Owns the types of what test/support/pages/start.js puts on the window of a test page.
// Must not declare anything else.
import type { Options, Tracker } from '../../src/types.ts'

declare global {
  const tracker: Tracker
  const experience: typeof import('../../src/experience/index.ts')
  const lib: typeof import('../../src/index.ts') & { capture: typeof import('../../src/capture/index.ts') }
  function start(extra?: Partial<Options>): Tracker
  interface Window {
    tracker: Tracker
    throughline: Tracker
    isReady?: boolean
    wasRestored?: boolean
    errors: string[]
    trackerErrors: string[]
    /** Whatever a test wants to keep in its page between two calls of `run`. */
    kept: any
  }
}
