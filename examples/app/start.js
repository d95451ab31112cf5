// The app's first module: the app, with its tracker.
// Must not contain anything else, so that a test can start the app with a tracker of its own.

import { startApp } from './app.js'
import { startTracker } from './startTracker.js'

startApp(() => startTracker())
