// What the demo's web server answers, asked over HTTP.
// Must not need the built library.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from '../../../examples/demo/folder.js'
import { serveSite } from '../../../examples/demo/serveSite.js'

type Answer = { status: number | undefined; headers: Record<string, unknown>; body: string }

let place: string
let site: Awaited<ReturnType<typeof serveSite>>

// Not fetch: it tidies paths before they are sent.
const ask = (path: string, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: site.port, path, method }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    asked.on('error', reject).end()
  })

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'throughline-site-'))
  await mkdir(join(place, 'public/art'), { recursive: true })
  await writeFile(join(place, 'secret.js'), 'secret')
  await writeFile(join(place, 'public/shop.js'), 'hello')
  await writeFile(join(place, 'public/notes.txt'), 'not for the web')
  await writeFile(join(place, 'public/art/mug.svg'), '<svg/>')
  const files = await folder(pathToFileURL(`${join(place, 'public')}/`))
  site = await serveSite(
    async (path) => (path === '/broken' ? Promise.reject(new Error('no luck')) : files.read(path)),
    { port: 0 },
  )
})

afterAll(async () => {
  await site.close()
  await rm(place, { recursive: true })
})

describe('serveSite', () => {
  it('serves files with their content type', async () => {
    expect(await ask('/shop.js')).toMatchObject({ status: 200, body: 'hello' })
    expect((await ask('/shop.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect((await ask('/art/mug.svg?v=1')).headers['content-type']).toBe('image/svg+xml')
  })

  it('forbids guessing of content types, and asks caches to check', async () => {
    const { headers } = await ask('/shop.js')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' })
  })

  it.each(['/../secret.js', '/%2e%2e/secret.js', '/art/..%2f..%2fsecret.js', '/..\\secret.js', '//secret.js', '/.%00/shop.js'])(
    'lets no path out of the folder: %s',
    async (path) => {
      const { status, body } = await ask(path)
      expect([400, 404]).toContain(status)
      expect(body).not.toBe('secret')
    },
  )

  it('serves no kind of file that a page does not need', async () => {
    expect((await ask('/notes.txt')).status).toBe(404)
  })

  it('answers a path that cannot be decoded, and one that fails', async () => {
    expect((await ask('/%E0%A4%A')).status).toBe(400)
    expect(await ask('/broken')).toMatchObject({ status: 500, body: 'Error: no luck' })
  })

  it('takes GET and HEAD only', async () => {
    expect(await ask('/shop.js', 'HEAD')).toMatchObject({ status: 200, body: '' })
    expect((await ask('/shop.js', 'POST')).status).toBe(405)
  })

  it('rejects when its port is taken', async () => {
    await expect(serveSite(async () => undefined, { port: site.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
