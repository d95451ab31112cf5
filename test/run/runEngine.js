// Runs the browser tests in one engine, one file at a time.
// Must not judge what failed: judgeFailures.js runs it again.
import { onlyInChromium } from './onlyInChromium.js'
import { runVitest } from './runVitest.js'

/** After so many failures the rest is left out: each may take its whole time-out, and the cause is likely one. */
export const bail = 25

/**
 * @param {string} engine
 * @param {{ args: readonly string[], timeoutMs: number, cwd: string, env: Record<string, string>, isAlone: boolean }} options
 *   `isAlone`: no other engine prints at the same time
 * @returns {Promise<import('./readReport.js').Report>}
 */
export const runEngine = (engine, { isAlone, env, args, ...options }) =>
  runVitest('browser', {
    ...options,
    // Whoever names a file wants it.
    args,
    exclude: engine === 'chromium' || args.length > 0 ? [] : onlyInChromium,
    ...(!isAlone && { label: engine }),
    env: { ...env, THROUGHLINE_BROWSER: engine },
    bail,
    reporter: 'verbose',
  })
