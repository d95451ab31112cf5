// The three ways to run a collector, each started from nothing: one folder, one PostgreSQL, JetStream before PostgreSQL.
// Must not decide what is right.
import { startCollector } from '../../../examples/collector/start.js'
import { startConsumer } from '../../../examples/collector/startConsumer.js'
import { missingServices } from '../../support/services/findService.js'
import { startNats } from '../../support/services/startNats.js'
import { startPostgres } from '../../support/services/startPostgres.js'

export type Collector = Awaited<ReturnType<typeof startCollector>>
type Options = NonNullable<Parameters<typeof startCollector>[0]>

export type Stage = {
  /** Who takes events. With a stream it stores nothing itself. */
  taker: Collector
  /** Who shows them. */
  shower: Collector
  /** Resolves once everything that was taken can be shown. */
  settled(): Promise<void>
  close(): Promise<void>
}

export const stageNames = ['PGlite', 'PostgreSQL', 'JetStream before PostgreSQL'] as const
export type StageName = (typeof stageNames)[number]

/** Why a stage cannot be had here, or nothing. Of CI all servers are expected. */
export function missingFor(name: StageName): string {
  const needed = name === 'PGlite' ? [] : name === 'PostgreSQL' ? (['postgres'] as const) : (['postgres', 'nats-server'] as const)
  const missing = missingServices(needed)
  if (missing && process.env['CI']) throw new Error(missing)
  if (missing) console.log(`Skipped, on ${name}: ${missing}`)
  return missing
}

export async function openStage(name: StageName, options: Options = {}): Promise<Stage> {
  if (name === 'PGlite') {
    const both = await startCollector({ port: 0, storage: ':memory:', ...options })
    return { taker: both, shower: both, settled: async () => {}, close: () => both.close() }
  }
  const postgres = await startPostgres()
  const storage = await postgres.createDatabase()
  if (name === 'PostgreSQL') {
    const both = await startCollector({ port: 0, storage, ...options })
    return { taker: both, shower: both, settled: async () => {}, close: () => both.close().then(postgres.stop) }
  }
  const nats = await startNats()
  const natsUrl = nats.url
  const taker = await startCollector({ port: 0, natsUrl, ...options })
  const shower = await startCollector({ port: 0, natsUrl, storage, ...options })
  const consumers = await Promise.all([1, 2].map(() => startConsumer({ natsUrl, storage })))
  return {
    taker,
    shower,
    async settled() {
      while ((await consumers[0]!.behind()) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    async close() {
      await Promise.all([taker.close(), shower.close(), ...consumers.map((each) => each.close())])
      await nats.stop()
      await postgres.stop()
    },
  }
}
