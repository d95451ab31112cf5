// The collector goes away and comes back: closed, killed, started twice.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { startCollector } from '../../../examples/collector/start.js'
import { createSender, item } from './collectorClient.js'

const folder = mkdtempSync(join(tmpdir(), 'collector-'))
const children: ChildProcess[] = []
afterAll(() => {
  // A test that fails half-way must not leave a collector behind.
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const server = fileURLToPath(new URL('../../../examples/collector/server.js', import.meta.url))

function run(...args: string[]) {
  const child = spawn(process.execPath, [server, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  async function started(): Promise<string> {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = line.match(/http:\/\/[^/]+/)?.[0]
      if (url) return url
    }
    throw new Error(`The collector did not start: ${output.join('')}`)
  }
  return { child, exited, started, output: () => output.join('') }
}

describe('startCollector', () => {
  test('comes back on the same port and folder with everything it had answered', async () => {
    const storage = join(folder, 'restart')
    const first = await startCollector({ port: 0, storage })
    const live = await fetch(`${first.url}/live`)
    const again = item({ event: 'A' })
    await createSender(first.url).send([again])
    const start = performance.now()
    await first.close()
    // A live page that stays open must not keep the collector waiting for its grace time.
    expect(performance.now() - start).toBeLessThan(1_800)
    await expect(live.text()).resolves.toContain('"A"')
    await expect(fetch(`${first.url}/health`)).rejects.toThrow('fetch failed')

    const second = await startCollector({ port: first.port, storage })
    expect(second.url).toBe(first.url)
    expect((await createSender(second.url).send([again])).body).toMatchObject({ stored: 0, repeated: 1 })
    await second.close()
    await second.close()
  }, 60_000)

  test('closes at once while a request hangs', async () => {
    const collector = await startCollector({ port: 0, storage: ':memory:', faults: true })
    collector.fail({ kind: 'hang' })
    const request = createSender(collector.url).send([item()]).then(() => 'answered', () => 'ended')
    while (collector.requests.length === 0) await createSender(collector.url).get('/health')
    const start = performance.now()
    await collector.close()
    expect(performance.now() - start).toBeLessThan(1_800)
    expect(await request).toBe('ended')
  }, 60_000)

  test('refuses faults unless it was started with them', async () => {
    const collector = await startCollector({ port: 0, storage: ':memory:' })
    expect(() => collector.fail({ kind: 'lost' })).toThrow('faults: true')
    expect((await fetch(`${collector.url}/faults`, { method: 'POST', body: 'null' })).status).toBe(404)
    await collector.close()
  }, 60_000)
})

describe('the command line', () => {
  test('keeps what it has answered when it is killed', async () => {
    const args = ['--port', '0', '--data', join(folder, 'killed')]
    const first = run(...args)
    const sender = createSender(await first.started())
    for (let n = 0; n < 20; n++) expect((await sender.send([item({ event: `${n}` })])).status).toBe(200)
    first.child.kill('SIGKILL')
    await first.exited

    const second = run(...args)
    const { events } = await createSender(await second.started()).get('/events')
    expect(events.map((event: any) => event.name)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`))
    second.child.kill('SIGTERM')
    expect(await second.exited).toBe(0)
  }, 60_000)

  test('says in one sentence that a port or a folder is in use', async () => {
    const data = join(folder, 'busy')
    const first = run('--port', '0', '--data', data)
    const { port } = new URL(await first.started())
    const samePort = run('--port', port, '--data', data)
    expect(await samePort.exited).toBe(1)
    expect(samePort.output()).toBe(`Port ${port} is in use: stop what listens there, or choose another port.\n`)
    const sameFolder = run('--port', '0', '--data', data)
    expect(await sameFolder.exited).toBe(1)
    expect(sameFolder.output()).toMatch(/^.*busy is in use by the process \d+: stop that collector, or .*\.\n$/)
    first.child.kill('SIGINT')
    expect(await first.exited).toBe(0)
  }, 60_000)

  test('names a bad argument', async () => {
    for (const args of [['--port', 'x'], ['--wrong']]) {
      const child = run(...args)
      expect(await child.exited).toBe(1)
      expect(child.output()).toContain(args[0])
    }
  }, 30_000)
})
