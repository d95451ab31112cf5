// The command line: node examples/collector/server.js [--port 4100] [--data .data/collector]
// Arguments, signals and exit codes; everything else is startCollector.
import { parseArgs } from 'node:util'
import { startCollector } from './start.js'

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4100' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      'write-keys': { type: 'string' },
      'handoff-minutes': { type: 'string', default: '15' },
      'read-token': { type: 'string' },
      faults: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  const isPort = /^\d{1,5}$/.test(values.port) && port <= 65_535
  if (!isPort) throw new Error(`--port ${values.port} is no port: use 0 to 65535.`)
  const minutes = Number(values['handoff-minutes'])
  if (!(minutes >= 0)) throw new Error(`--handoff-minutes ${values['handoff-minutes']} is no time: use minutes, as in --handoff-minutes 60.`)
  const storage = values.data ?? process.env['DATABASE_URL'] ?? '.data/collector'
  const writeKeys = values['write-keys']?.split(',')
  const { host, faults } = values
  const readToken = values['read-token'] ?? process.env['READ_TOKEN']
  const collector = await startCollector({ port, host, storage, faults, handoffMs: minutes * 60_000, log: true, ...(writeKeys && { writeKeys }), ...(readToken && { readToken }) })
  // The URL of a server holds a password.
  const where = storage.startsWith('postgres') ? 'the PostgreSQL server of DATABASE_URL' : storage
  console.log(`The collector takes events at ${collector.url}/v1/batch and keeps them in ${where}.`)
  console.log(`See them arrive: ${collector.url}/`)
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void collector.close().then(() => process.exit(0)))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
