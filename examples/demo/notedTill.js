// The till's first module during a visit: the same till, with a tracker that also notes down what it tracks.
// Must not change anything else about the till.

import { startTracker } from '../till/startTracker.js'
import { startTill } from '../till/till.js'
import { note } from './note.js'

startTill((desk) => startTracker(desk, [note]))
