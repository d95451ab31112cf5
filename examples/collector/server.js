// The command line: node examples/collector/server.js [--port 4100] [--data .data/collector]
// Arguments, signals and exit codes; everything else is startCollector.
import { parseArgs } from 'node:util'
import { readNumber } from './readNumber.js'
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
      'partition-days': { type: 'string' },
      'retain-days': { type: 'string' },
      'stream-days': { type: 'string' },
      replicas: { type: 'string' },
      'max-megabytes': { type: 'string', default: '32' },
      faults: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  const isPort = /^\d{1,5}$/.test(values.port) && port <= 65_535
  if (!isPort) throw new Error(`--port ${values.port} is no port: use 0 to 65535.`)
  const minutes = readNumber(values, 'handoff-minutes', { use: 'minutes, as in --handoff-minutes 60' }) ?? 15
  const maxBytes = (readNumber(values, 'max-megabytes', { use: 'megabytes, as in --max-megabytes 32' }) ?? 32) * 1_000_000
  const partitionDays = readNumber(values, 'partition-days', { use: 'days, as in --partition-days 7', isWhole: true })
  const retainDays = readNumber(values, 'retain-days', { use: 'days, as in --retain-days 400', isWhole: true })
  const streamDays = readNumber(values, 'stream-days', { use: 'days, as in --stream-days 7', isWhole: true })
  const replicas = readNumber(values, 'replicas', { use: '1, 3 or 5', isWhole: true })
  const stream = { ...(streamDays && { retainDays: streamDays }), ...(replicas && { replicas }) }
  const natsUrl = process.env['NATS_URL']
  const storage = values.data ?? process.env['DATABASE_URL'] ?? (natsUrl ? undefined : '.data/collector')
  const writeKeys = values['write-keys']?.split(',')
  const { host, faults } = values
  const readToken = values['read-token'] ?? process.env['READ_TOKEN']
  const collector = await startCollector({
    port, host, faults, maxBytes, stream, handoffMs: minutes * 60_000, graceMs: 10_000, maxRequests: 0, log: true,
    ...(storage && { storage }), ...(natsUrl && { natsUrl }), ...(writeKeys && { writeKeys }), ...(readToken && { readToken }),
    ...(partitionDays && { partitionDays }), ...(retainDays && { retainDays }),
  })
  // The URL of a server holds a password.
  const where = natsUrl ? 'the stream of NATS_URL' : storage?.startsWith('postgres') ? 'the PostgreSQL server of DATABASE_URL' : storage
  console.log(`The collector takes events at ${collector.url}/v1/batch and keeps them in ${where}.`)
  if (storage) console.log(`See them arrive: ${collector.url}/`)
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void collector.close().then(() => process.exit(0)))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
