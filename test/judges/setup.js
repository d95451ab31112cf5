// What vitest calls before the first test that needs judges.
// Must not do more than install them, and say how they are run alone.
import { installJudges } from './installJudges.js'

export function setup() {
  console.log('The judges of the wire formats are among them; alone: node test/run.js package test/judges')
  installJudges()
}
