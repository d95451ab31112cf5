// The one test command: node test/run.js [stage ...] [arguments for vitest], see CONTRIBUTING.md.
// Must stay short: an old Node has to be able to parse it.
import './support/needsNode.js'
const { runStages } = await import('./run/runStages.js')
process.exitCode = await runStages(process.argv.slice(2))
