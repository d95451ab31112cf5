// What the shop's pages are served as: script tag, stub, policy, and everything they refer to.
// Must not need the built library: two short files stand in for it.
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { shopSite } from '../../../examples/demo/shopSite.js'
import { pages } from '../../../examples/shop/pages.js'

const stub = 'window.throughline = ["$&"] // stub'
const library = async (name: string) => (name === 'stub.js' ? `${stub}\n` : 'library')
let site: Awaited<ReturnType<typeof shopSite>>

beforeAll(async () => {
  site = await shopSite({ collectorUrl: 'http://localhost:4777', library })
})

const read = async (path: string) => {
  const answer = await site(path)
  if (!answer) throw new Error(`${path} is not served`)
  return { ...answer, body: String(answer.body) }
}

describe('shopSite', () => {
  it.each([...pages.keys()])('fills every blank of %s, and points it to the collector', async (path) => {
    const { body, type } = await read(path)
    expect(type).toBe('text/html; charset=utf-8')
    expect(body).not.toContain('{{')
    expect(body).not.toContain('localhost:4100')
    expect(body).toContain('data-collector="http://localhost:4777/v1/batch"')
    expect(body.match(/<h1>/g)).toHaveLength(1)
  })

  it.each([...pages.keys()])('serves everything that %s refers to', async (path) => {
    const { body } = await read(path)
    const references = [...body.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map((match) => match[1] as string)
    expect(references.length).toBeGreaterThan(5)
    for (const reference of references) expect(await site(reference), reference).toBeDefined()
  })

  it('puts the stub in once, as it is, before the library', async () => {
    const { body } = await read('/')
    expect(body.split(stub)).toHaveLength(2)
    expect(body.indexOf(stub)).toBeLessThan(body.indexOf('/throughline.js'))
  })

  it('allows the stub by its hash, and no other inline code', async () => {
    const { policy, body } = await read('/')
    const hash = createHash('sha256').update(stub).digest('base64')
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self' http://localhost:4777;")
    expect(policy).not.toContain('unsafe')
    expect(body).not.toMatch(/ style=| on\w+=/)
  })

  it('tells the offline worker of every page and every file', async () => {
    const { body } = await read('/offline.js')
    const files = [...(/const files = \[(.*)\]/.exec(body)?.[1] ?? '').matchAll(/'([^']+)'/g)].map((match) => match[1])
    expect(files).toEqual(expect.arrayContaining([...pages.keys(), '/throughline.js', '/shop.js', '/art/mug.svg']))
    for (const file of files) expect(await site(file as string), file).toBeDefined()
  })

  it('runs a first script right after the stub when it is given one', async () => {
    const withFirst = await shopSite({ collectorUrl: 'http://localhost:4777', firstScript: 'first()', library })
    const body = String((await withFirst('/'))?.body)
    expect(body).toContain(`<script>${stub}</script>\n<script src="/first.js"></script>`)
    expect((await withFirst('/first.js'))?.body).toBe('first()')
    expect(await site('/first.js')).toBeUndefined()
  })

  it('knows no other page', async () => {
    expect(await site('/product/unknown')).toBeUndefined()
    expect(await site('/pages.js')).toBeUndefined()
  })
})
