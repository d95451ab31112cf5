// Runs the browser tests in one engine, one file at a time.
// Must not judge what failed: judgeFailures.js runs it again.
import { onlyInChromium } from './onlyInChromium.js'
import { runVitest } from './runVitest.js'

/** After so many failures the rest is left out: each may take its whole time-out, and the cause is likely one. */
export const bail = 25

/** @typedef {{ engine: import('../support/findBrowser.js').BrowserName, args: readonly string[], exclude: readonly string[] }} Part */

/**
 * What an engine runs, in parts that can run at the same time. Whoever names a file wants it.
 * @param {Part['engine']} engine
 * @param {readonly string[]} args
 * @returns {Part[]}
 */
export const partsOf = (engine, args) =>
  args.length > 0 ? [{ engine, args, exclude: [] }]
  : engine === 'chromium' ? [{ engine, args, exclude: onlyInChromium }, { engine, args: onlyInChromium, exclude: [] }]
  : [{ engine, args, exclude: onlyInChromium }]

/**
 * @param {Part} part
 * @param {{ timeoutMs: number, cwd: string, env: Record<string, string>, isAlone: boolean }} options
 *   `isAlone`: no other part prints at the same time
 * @returns {Promise<import('./readReport.js').Report>}
 */
export const runEngine = ({ engine, args, exclude }, { isAlone, env, ...options }) =>
  runVitest('browser', {
    ...options,
    args,
    exclude,
    ...(!isAlone && { label: engine }),
    env: { ...env, THROUGHLINE_BROWSER: engine },
    bail,
    reporter: 'verbose',
  })
