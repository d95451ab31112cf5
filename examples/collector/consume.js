// The command line of the consumer: NATS_URL=... DATABASE_URL=... node examples/collector/consume.js [--as store] [--once]
// Arguments, signals, exit codes and a port for who runs it; everything else is startConsumer.
import { parseArgs } from 'node:util'
import { readNumber } from './readNumber.js'
import { startConsumer } from './startConsumer.js'
import { startProbe } from './startProbe.js'

try {
  const { values } = parseArgs({
    options: {
      as: { type: 'string', default: 'store' },
      once: { type: 'boolean', default: false },
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      'at-once': { type: 'string', default: '1000' },
      'handoff-minutes': { type: 'string', default: '15' },
      'partition-days': { type: 'string' },
      'retain-days': { type: 'string' },
    },
  })
  const { NATS_URL: natsUrl, DATABASE_URL: storage } = process.env
  if (!natsUrl || !storage) throw new Error('A consumer brings events from a stream into a database: set NATS_URL and DATABASE_URL.')
  if (!/^[\w-]+$/.test(values.as)) throw new Error(`--as ${values.as} is no name: use letters, digits, - and _.`)
  const atOnce = Number(values['at-once'])
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > 20_000) throw new Error(`--at-once ${values['at-once']} is no number of events: use 1 to 20000.`)
  const minutes = readNumber(values, 'handoff-minutes', { use: 'minutes, as in --handoff-minutes 60' }) ?? 15
  const partitionDays = readNumber(values, 'partition-days', { use: 'days, as in --partition-days 7', isWhole: true })
  const retainDays = readNumber(values, 'retain-days', { use: 'days, as in --retain-days 400', isWhole: true })
  const partitions = { ...(partitionDays && { partitionDays }), ...(retainDays && { retainDays }) }
  const consumer = await startConsumer({ natsUrl, storage, name: values.as, isOnce: values.once, atOnce, handoffMs: minutes * 60_000, partitions, log: console.log })
  const probe = values.port === undefined ? undefined : await startProbe(consumer, { port: Number(values.port), host: values.host })
  console.log(`The consumer ${values.as} stores what is in the stream.${probe ? ` Ask ${probe.url}/metrics how far it is.` : ''}`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void consumer.close().then(() => process.exit(0)))
  await consumer.ended
  if (values.once) console.log(`Everything is stored: ${consumer.counts.stored} events.`)
  const isMeant = values.once || consumer.closing.aborted
  await consumer.close()
  process.exit(isMeant ? 0 : 1)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
