// The collector in one folder, killed and on a full disk: what was answered with 200 is there afterwards.
// A disk of a few megabytes needs root; elsewhere that test is skipped and named.
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { mountSmallDisk } from '../../support/smallDisk.js'
import { createSender, item } from '../collector/collectorClient.js'

const server = fileURLToPath(new URL('../../../examples/collector/server.js', import.meta.url))

async function run(data: string) {
  const child = spawn(process.execPath, [server, '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  const exited = once(child, 'exit')
  let url: string | undefined
  for await (const line of createInterface({ input: child.stdout })) if ((url = /http:\/\/[^/]+/.exec(line)?.[0])) break
  if (!url) throw new Error(`The collector did not start: ${output}`)
  child.stdout.resume()
  return { url, sender: createSender(url), output: () => output, kill: (signal: NodeJS.Signals) => (child.kill(signal), exited), exited }
}

/** Sends until told otherwise, and keeps the ids that were answered with 200. */
async function send(sender: ReturnType<typeof createSender>, { size, until }: { size: number; until: (status: number, count: number) => boolean }) {
  const answered: string[] = []
  const statuses: number[] = []
  for (let count = 0; ; count++) {
    const batch = Array.from({ length: 5 }, () => item({ properties: { text: Array.from({ length: size / 10 }, () => Math.random().toString(36).slice(2, 12)).join('') } }))
    const status = await sender.send(batch).then(({ status }) => status, () => 0)
    statuses.push(status)
    if (status === 200) answered.push(...batch.map((each) => String(each['messageId'])))
    if (until(status, count)) return { answered, statuses }
  }
}

async function storedIds(sender: ReturnType<typeof createSender>) {
  const ids = new Set<string>()
  for (let after = 0; ;) {
    const { events, next } = await sender.get(`/events?after=${after}&limit=1000`)
    if (events.length === 0) return ids
    for (const { id } of events) ids.add(id)
    after = next
  }
}

const disk = mountSmallDisk(240)
const folder = disk?.folder ?? mkdtempSync(join(tmpdir(), 'throughline-killed-'))
afterAll(() => (disk ? disk.remove() : rmSync(folder, { recursive: true })))
const data = join(folder, 'data')
const answered: string[] = []
const missing = async (sender: ReturnType<typeof createSender>) => {
  const ids = await storedIds(sender)
  return answered.filter((id) => !ids.has(id))
}

test('killed while many send: everything answered with 200 is there', async () => {
  const { sender, kill } = await run(data)
  let count = 0
  const until = (status: number) => {
    if (++count === 40) void kill('SIGKILL')
    return status === 0
  }
  for (const sent of await Promise.all(Array.from({ length: 4 }, () => send(sender, { size: 200, until })))) answered.push(...sent.answered)
  expect(answered.length).toBeGreaterThan(100)
  const second = await run(data)
  expect(await missing(second.sender)).toEqual([])
  await second.kill('SIGKILL')
}, 120_000)

test('on a full disk it takes nothing more and says so, and with room again it goes on; nothing answered with 200 is lost', async ({ skip }) => {
  if (!disk) return skip('nothing can be mounted here: needs root on Linux')
  const ballast = join(folder, 'ballast')
  const room = statfsSync(folder)
  writeFileSync(ballast, Buffer.alloc(room.bavail * room.bsize - 105_000_000, 1))
  const { sender, url, kill, output } = await run(data)
  const full = await send(sender, { size: 20_000, until: (status, count) => status !== 200 || count > 500 })
  answered.push(...full.answered)
  expect([full.answered.length > 0, full.statuses.at(-1)]).toEqual([true, 503])
  expect(output()).toMatch(/The disk of .* has \d+ MB left: make room/)
  const ready = await fetch(`${url}/health/ready`)
  expect(ready.status).toBe(503)
  rmSync(ballast)
  const again = await send(sender, { size: 20_000, until: (_, count) => count > 5 })
  answered.push(...again.answered)
  expect(again.statuses).toEqual(Array(7).fill(200))
  await kill('SIGKILL')
  const last = await run(data)
  expect(await missing(last.sender)).toEqual([])
  await last.kill('SIGTERM')
}, 120_000)
