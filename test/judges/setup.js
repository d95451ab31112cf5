// What vitest calls before the first test that needs judges.
// Must not do more than install them.
export { installJudges as setup } from './installJudges.js'
