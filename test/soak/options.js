// Owns what can be typed after `npm run soak --`.
// Must not start anything.
import { parseArgs } from 'node:util'

export const usage = `npm run soak -- [options]

  --seed N        the same seed makes the same steps (default: another one each time)
  --minutes M     ends after so many minutes (default 5)
  --steps K       or after so many steps (default: as many as there is time for)
  --engine NAME   chromium, firefox or webkit (default chromium)
  --verbose       says each step
  --shrink        after a failure, looks for a shorter list of steps that fails too
  --kills N       instead: kills the browser N times and counts what that costs
  --crashes N     instead: crashes the page's renderer N times
  --identity N    instead: checks the identity graph on N random histories, without a browser
  --cluster N     instead: N virtual browsers against the large collector, everything of which is killed, for --minutes
  --help          this text`

const whole = /** @type {const} */ (['seed', 'steps', 'kills', 'crashes', 'identity', 'cluster'])

/**
 * @param {readonly string[]} args
 * @param {number} anySeed
 */
export function readOptions(args, anySeed) {
  const values = parse(args)
  for (const name of whole)
    if (!/^\d+$/.test(values[name] ?? '0')) throw new Error(`--${name} ${values[name]} is no whole number.\n\n${usage}`)
  const minutes = Number(values.minutes ?? 5)
  if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes} is no time: give a number above 0.\n\n${usage}`)
  return {
    seed: Number(values.seed ?? anySeed),
    minutes,
    // A step takes a millisecond at least, and most take much longer.
    steps: Number(values.steps ?? Math.ceil(minutes * 6_000)),
    engine: values.engine,
    shrink: values.shrink,
    verbose: values.verbose,
    kills: Number(values.kills ?? 0),
    crashes: Number(values.crashes ?? 0),
    identity: Number(values.identity ?? 0),
    cluster: Number(values.cluster ?? 0),
    help: values.help,
  }
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        minutes: { type: 'string' },
        steps: { type: 'string' },
        engine: { type: 'string', default: 'chromium' },
        verbose: { type: 'boolean', default: false },
        shrink: { type: 'boolean', default: false },
        kills: { type: 'string' },
        crashes: { type: 'string' },
        identity: { type: 'string' },
        cluster: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`, { cause: error })
  }
}
