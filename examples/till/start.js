// The till's first module: the till, with its tracker.
// Must not contain anything else, so that a test can start the till with a tracker of its own.

import { startTill } from './till.js'
import { startTracker } from './startTracker.js'

startTill((desk) => startTracker(desk))
