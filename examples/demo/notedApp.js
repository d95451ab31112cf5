// The app's first module during a visit: the same app, with a tracker that also notes down what it tracks.
// Must not change anything else about the app.

import { startApp } from '../app/app.js'
import { startTracker } from '../app/startTracker.js'
import { note } from './note.js'

startApp(() => startTracker([note]))
