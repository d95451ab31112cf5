// Owns pages that are hostile or odd as hosts: frozen prototypes, patched globals, elements that pass for others, frames without storage.
// Must not test what the library does where all is well.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'
import { useStage } from './stage.ts'

const stage = useStage()

const hosts: readonly (readonly [what: string, before: () => void])[] = [
  ['frozen prototypes', () => {
    for (const kind of [Object, Array, Function, Promise, Map, Set, String, Number, RegExp, Date, Error, EventTarget, Node, Element, Document, Storage, URL, URLSearchParams, Response, Headers, IDBRequest, IDBObjectStore]) Object.freeze(kind.prototype)
    for (const each of [Object, Array, JSON, Math, Promise, Reflect, Date, crypto]) Object.freeze(each)
  }],
  ['a frozen window of functions', () => {
    for (const name of ['fetch', 'setTimeout', 'queueMicrotask', 'addEventListener', 'structuredClone', 'TextEncoder', 'AbortController', 'BroadcastChannel'] as const) {
      Object.defineProperty(window, name, { value: window[name], writable: false, configurable: false })
    }
  }],
  ['fetch that wraps, waits and adds', () => {
    const native = window.fetch
    window.fetch = async (input, init) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      const response = await native(new Request(input, init))
      return new Proxy(response, { get: (target, key) => { const value = Reflect.get(target, key); return typeof value === 'function' ? value.bind(target) : value } })
    }
  }],
  ['another Promise', () => {
    const Native = Promise
    class Other<T> extends Native<T> {}
    ;(window as any).Promise = Object.assign(Other, { patched: true })
    const { finally: native } = Native.prototype
    Native.prototype.finally = function (this: Promise<unknown>, ...args: any[]) { return native.apply(this, args as any) } as any
  }],
  ['JSON that was patched by an old library', () => {
    const { stringify, parse } = JSON
    JSON.stringify = ((value: unknown, ...rest: any[]) => stringify(value, ...rest)) as typeof JSON.stringify
    JSON.parse = ((text: string, reviver?: any) => parse(String(text), reviver)) as typeof JSON.parse
    ;(String.prototype as any).toJSON = function () { return String(this) }
    ;(Date.prototype as any).toJSON = () => 'never'
  }],
  ['prototypes with something in them', () => {
    ;(Object.prototype as any).extra = 'extra'
    ;(Array.prototype as any).last = function () { return this.at(-1) }
    ;(Function.prototype as any).bindAll = () => {}
    Object.defineProperty(Object.prototype, 'type', { get: () => undefined, set(value) { Object.defineProperty(this, 'type', { value, writable: true, enumerable: true, configurable: true }) }, configurable: true })
  }],
  ['IndexedDB behind a wrapper', () => {
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = function (...args: Parameters<IDBFactory['open']>) { return open.apply(this, args) }
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (...args: Parameters<IDBObjectStore['put']>) { return put.apply(this, args) }
  }],
  ['storage that throws wherever it is touched', () => {
    for (const name of ['localStorage', 'sessionStorage'] as const) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
    Object.defineProperty(Document.prototype, 'cookie', { get() { throw new DOMException('no', 'SecurityError') }, set() { throw new DOMException('no', 'SecurityError') } })
  }],
  ['no crypto.subtle, no locks, no BroadcastChannel', () => {
    Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })
    Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })
    ;(window as any).BroadcastChannel = undefined
  }],
]

test.each(hosts)('%s: what is tracked arrives, once, and nothing is thrown', async (_, before) => {
  const page = await stage.open('shop', { before, options: { capture: ['pageViews', 'clicks'] } })
  await page.click('#buy')
  const ids = await page.run(() => [tracker.track('Hosted', { list: [1, 2], text: 'x', nested: { a: 1 } }), tracker.identify('customer-1001', { plan: 'gold' }), tracker.link('loyalty', 'L-1')])
  const rows = await stage.received(ids, 20_000)
  expect(rows[0]!.properties).toMatchObject({ list: [1, 2], text: 'x', nested: { a: 1 } })
  expect(rows[1]!.userId).toBe('customer-1001')
  const all = await stage.streamsOf(rows)
  expect(all.map(({ name }) => name)).toContain('Element Clicked')
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  expect(await page.run(() => window.errors)).toEqual([])
}, 60_000)

test('elements that pass for the stub and for the tag: the script tag works, or says so, and breaks nothing', async () => {
  const stub = `document.write('<form id="throughline"><input name="push"></form><form name="title"></form>')`
  const page = await stage.open('script', { stub })
  await page.waitFor(() => !(window.throughline instanceof Element) && !(window.throughline instanceof HTMLCollection) && Boolean(window.throughline?.track))
  const id = await page.run(() => window.throughline.track('Not an element'))
  const [row] = await stage.received([id])
  expect(row!.context.page.title).toContain('[object')
})

test('an element that passes for the tag itself: nothing starts, and the page goes on', async () => {
  const page = await stage.open('script', { stub: `document.write('<img name="currentScript">'); window.failures = []; addEventListener('error', (event) => failures.push(event.message)); console.warn = (text) => (window.warned = text)` })
  expect(await page.waitFor(() => (window as any).warned)).toMatch(/throughline/)
  expect(await page.run(() => [(window as any).failures, typeof window.throughline])).toEqual([[], 'undefined'])
})

test('a sandboxed page without an origin has no storage: it delivers from memory, and throws nothing', async () => {
  const page = await stage.open('script', { headers: { 'Content-Security-Policy': 'sandbox allow-scripts' }, stub: `window.failures = []; addEventListener('error', (event) => failures.push(event.message)); addEventListener('unhandledrejection', (event) => failures.push(String(event.reason)))` })
  await page.waitFor(() => Boolean(window.throughline?.track))
  expect(await page.run(() => origin)).toBe('null')
  const ids = await page.run(() => [window.throughline.track('Sandboxed'), window.throughline.identify('customer-1001')])
  await stage.received(ids)
  expect(await page.run(() => (window as any).failures)).toEqual([])
})

test('a sandboxed frame within a page does the same', async () => {
  const inner = stage.site.page('script', { attributes: { 'data-write-key': 'framed', 'data-channel': 'framed' } })
  const page = await stage.open('blank')
  await page.run((url) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.src = url
    document.body.append(frame)
  }, inner)
  const row = await stage.receivedRow(({ context }) => context.throughline?.channel === 'framed')
  expect(row.type).toBe('page')
  expect(await page.run(() => window.errors)).toEqual([])
})

test('with its digest the script tag runs, with that of another file it does not', async () => {
  const digestOf = (file: string) => `sha384-${createHash('sha384').update(readFileSync(join(projectFolder, 'dist', file))).digest('base64')}`
  const page = await stage.open('script', { attributes: { integrity: digestOf('throughline.js') } })
  await page.waitFor(() => Boolean(window.throughline?.track))
  await stage.received([await page.run(() => window.throughline.track('With its digest'))])
  const other = await stage.open('script', { attributes: { integrity: digestOf('throughline-worker.js') } })
  expect(await other.run(() => typeof window.throughline)).toBe('undefined')
})
