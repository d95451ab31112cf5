// Runs the chosen stages one after the other, all of them even when one fails, and says at the end how it went.
// Must end with the line `N passed, N failed` alone: machines read it.
import { isBuildStale } from './isBuildStale.js'
import { parseArguments } from './parseArguments.js'
import { projectFolder } from './projectFolder.js'
import { stages } from './stages.js'
import { sum, tallyLine } from './tally.js'

/**
 * @param {import('./stages.js').Stage} stage
 * @param {readonly string[]} args
 */
const runStage = async (stage, args) => {
  const startMs = performance.now()
  console.log(`\n=== ${stage.name}`)
  const tally = await stage.run(args).catch((error) => {
    console.log(`FAILED ${stage.name}: ${error instanceof Error ? error.stack : error}`)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(`=== ${stage.name}: ${tallyLine(tally)} (${seconds} s)`)
  return { line: `${stage.name.padEnd(8)} ${seconds.padStart(6)} s  ${tallyLine(tally)}`, tally }
}

/**
 * What is left in dist/ is not what is in src/: a test that passes on it would say nothing.
 * @param {import('./stages.js').Stage} stage
 * @returns {import('./stages.js').Stage}
 */
const withoutBuild = (stage) => ({
  ...stage,
  run: async () => {
    console.log(`FAILED ${stage.name}: not run, because the build failed.`)
    return { passed: 0, failed: 1, skipped: 0 }
  },
})

/**
 * @param {readonly string[]} args the command line
 * @returns {Promise<number>} the exit code
 */
export const runStages = async (args) => {
  const { chosen, rest } = parseArguments(args, stages.map(({ name }) => name))
  const needsBuild = stages.some((stage) => stage.needsBuild && chosen.includes(stage.name))
  if (needsBuild && !chosen.includes('build') && isBuildStale(projectFolder)) chosen.push('build')
  const results = []
  let isBuilt = true
  for (const stage of stages.filter(({ name }) => chosen.includes(name))) {
    const result = await runStage(stage.needsBuild && !isBuilt ? withoutBuild(stage) : stage, rest)
    if (stage.name === 'build') isBuilt = result.tally.failed === 0
    results.push(result)
  }
  const total = sum(results.map(({ tally }) => tally))
  console.log(`\n${results.map(({ line }) => line).join('\n')}\n\n${tallyLine(total)}`)
  return total.failed > 0 || total.passed === 0 ? 1 : 0
}
