// Owns `npm run soak`: the command line, the progress on one line, the table at the end, the exit code.
// Writes nothing; must not decide what a failure is.
import { generateSteps, sayStep } from './generateSteps.js'
import { brokenPromises, killTable } from './killTable.js'
import { measureKills } from './measureKills.js'
import { soakIdentity } from './identity.js'
import { readOptions, usage } from './options.js'
import { shrink } from './shrink.js'
import { soak } from './soak.js'
import { soakCluster } from './soakCluster.js'

const minuteMs = 60_000
const most = 20

/** @param {number} part @param {number} whole */
const share = (part, whole) => `${part} (${((100 * part) / Math.max(1, whole)).toFixed(2)} %)`

/** @param {Awaited<ReturnType<typeof soak>>} result @returns {string} */
function table({ counts, failures, version }) {
  const lines = {
    browser: version,
    'steps (passed over)': `${counts.done} (${counts.passedOver})`,
    'browsers killed, renderers crashed': `${counts.kills}, ${counts.crashes}`,
    'requests at the collector': counts.requests,
    'events tracked': counts.tracked,
    'confirmed by saved()': counts.saved,
    'received': counts.received,
    'not confirmed yet at a kill': counts.killed,
    'of these lost': share(counts.killedLost, counts.killed),
    'received again': share(counts.repeats, counts.received),
    'failures': failures.length,
  }
  return Object.entries(lines).map(([name, value]) => `| ${name.padEnd(36)}| ${value} |`).join('\n')
}

/** @param {ReturnType<typeof readOptions>} options */
async function runSoak({ seed, minutes, steps: count, engine, verbose: isVerbose, shrink: isShrinking }) {
  const steps = generateSteps(seed, count)
  console.log(`seed ${seed}, ${engine}, for ${minutes} minutes`)
  const startMs = Date.now()
  const say = (/** @type {string} */ line) => console.log(`${((Date.now() - startMs) / 1_000).toFixed(0).padStart(4)} s  ${line}`)
  const result = await soak(steps, { engine, endsAtMs: startMs + minutes * minuteMs, say, isVerbose })
  console.log(`\n${table(result)}`)
  for (const error of new Set(result.pageErrors)) console.log(`an error in a page: ${error}`)
  for (const failure of result.failures.slice(0, most)) console.log(failure)
  if (result.failures.length === 0) return
  process.exitCode = 1
  if (result.failures.length > most) console.log(`and ${result.failures.length - most} more`)
  const { done } = result.counts
  console.log(`\nAgain: npm run soak -- --seed ${seed} --steps ${done} --minutes ${minutes * 2} --engine ${engine}`)
  if (!isShrinking) return
  const endMs = Date.now() + 4 * minutes * minuteMs
  const fails = async (/** @type {typeof steps} */ some) => {
    const { failures } = await soak(some, { engine })
    say(`${some.length} steps: ${failures.length} failures`)
    return failures.length > 0
  }
  const shortest = await shrink(steps.slice(0, done), /** @type {any} */ (fails), () => Date.now() < endMs)
  console.log(`\n${shortest.length} steps fail too:\n${shortest.map(sayStep).join('\n')}`)
}

const options = readOptions(process.argv.slice(2), Date.now() % 1_000_000)
if (options.help) console.log(usage)
else if (options.identity) process.exitCode = soakIdentity({ histories: options.identity, seed: options.seed, say: console.log }) ? 0 : 1
else if (options.cluster) process.exitCode = soakCluster({ ...options, browsers: options.cluster }) ? 0 : 1
else if (options.kills || options.crashes) {
  const fates = await measureKills({ ...options, say: console.log })
  const broken = brokenPromises(fates)
  console.log(['', killTable(fates), '', ...broken].join('\n'))
  if (broken.length > 0) process.exitCode = 1
} else await runSoak(options)
