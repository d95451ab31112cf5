// Keeps the table in docs/privacy.md true: what is stored and sent in each state of consent.
// Prints the table; with --write it first looks, in a real browser, and writes what it sees.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectFolder } from '../run/projectFolder.js'
import { runCommand } from '../run/runCommand.js'

const mend = 'run node test/privacy/privacyTable.js --write'
const path = join(projectFolder, 'docs/privacy.md')
const betweenMarks = /(<!-- privacy -->\n)([\s\S]*?)(\n?<!-- \/privacy -->)/

/**
 * What was seen in one state: kinds of records, and what events carry.
 * @typedef {{ state: string, indexedDb: string[], cookies: string[], local: string[], session: string[], sent: string[] }} Seen
 */

/** What is seen, in words. What has none here stands in the table as it is, and the test fails until somebody has looked at it. */
const words = new Map(Object.entries({
  consent: 'the choice',
  identity: 'the visitor',
  event: 'events that wait',
  delivery: 'pace',
  lease: 'who sends',
  ledger: 'events that wait', // only how many there were; on leaving a page it may be with them elsewhere
  held: 'calls that wait',
  cookie: 'the anonymous id',
  anonymousId: 'the anonymous id',
  userId: 'the customer id',
  sessionId: 'the session',
  identifiers: 'identifiers',
  traits: 'traits',
  stream: 'the page instance',
}))
/** @param {readonly string[]} kinds */
const say = (kinds) => [...new Set(kinds.map((kind) => words.get(kind) ?? kind))].sort().join(', ') || 'nothing'

/** @param {readonly string[]} sent */
const saySent = (sent) => (sent.length === 0 ? 'nothing' : `events with ${say(sent.filter((kind) => kind !== 'event')).replace('nothing', 'no identifier but their own')}`)

/** @param {readonly Seen[]} seen */
export const privacyTable = (seen) =>
  [
    '| `analytics` | IndexedDB | cookie | localStorage | sessionStorage | sent |',
    '|---|---|---|---|---|---|',
    ...seen.map(({ state, indexedDb, cookies, local, session, sent }) => `| ${[state, say(indexedDb), say(cookies), say(local), say(session), saySent(sent)].join(' | ')} |`),
  ].join('\n')

/** @param {string} table @returns {string[]} one sentence if the document says anything else */
export const privacyDifferences = (table, text = readFileSync(path, 'utf8')) => {
  const written = betweenMarks.exec(text)?.[2]
  if (written === undefined) return ['docs/privacy.md has no <!-- privacy --> and <!-- /privacy --> to put the table between.']
  return written === table ? [] : [`The table in docs/privacy.md is not what the browser showed; ${mend}.\n${table}`]
}

/** @param {string} table */
export const writePrivacyTable = (table) =>
  writeFileSync(path, readFileSync(path, 'utf8').replace(betweenMarks, (_, before, __, after) => `${before}${table}\n${after.trimStart()}`))

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) {
    const env = { ...process.env, THROUGHLINE_BROWSER: 'chromium', PRIVACY_TABLE: 'write' }
    const { isOk } = await runCommand('npx', ['vitest', 'run', '--project', 'browser', 'test/browser/privacyTable.test.ts'], { timeoutMs: 180_000, cwd: projectFolder, env })
    if (!isOk) throw new Error('The browser showed nothing; see above, nothing was written.')
  }
  console.log(betweenMarks.exec(readFileSync(path, 'utf8'))?.[2])
}
