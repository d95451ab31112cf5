// A NATS server with JetStream of its own for a test: a fresh folder, a free port, only on the loopback address.
// Must not touch a server that is there already.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findService } from './findService.js'
import { findPort, startProcess } from './startProcess.js'

export async function startNats() {
  const bin = findService('nats-server')
  const folder = mkdtempSync(join(tmpdir(), 'throughline-nats-'))
  const port = await findPort()
  const server = await startProcess({ command: join(bin, 'nats-server'), args: ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder], port })
  return {
    ...server,
    folder,
    url: `nats://127.0.0.1:${port}`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
