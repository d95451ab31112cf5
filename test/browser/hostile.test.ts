// Owns hostile input in real browsers, generated: whatever is handed in, and whatever is clicked on, nothing throws into the page,
// nothing reaches a prototype, nothing takes long, and the events after it arrive. The unit tests have thousands more.
import { expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()
const seed = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31)
/** Wide, because the machine may have more to do; without a bound each of these would take for ever. */
const maxCallMs = 3_000

/** What others take of one event. */
const maxEventBytes = 32_768

test('hundreds of generated calls: nothing throws, pollutes or hangs, and what follows arrives', async () => {
  const page = await stage.open('shop')
  console.log(`hostile calls, seed ${seed}`)
  const { thrown, slowestMs, after, polluted, count } = await page.run(async (seed: number) => {
    let random = seed
    const next = (below: number): number => (random = (random * 48_271 + 11) % 2_147_483_647) % below
    const thrower = (): never => { throw new Error('hostile') }
    const cycle: Record<string, unknown> = { list: [] }
    cycle.self = cycle
    const frame = document.body.appendChild(document.createElement('iframe'))
    const makers: (() => unknown)[] = [
      () => undefined, () => null, () => '', () => 'x'.repeat(1_000_000), () => '\ud800', () => '__proto__', () => 0, () => NaN, () => 2n ** 80n,
      () => Symbol('s'), () => [], () => ({}), () => cycle, () => thrower, () => new Proxy({}, { get: thrower, ownKeys: thrower, has: thrower }),
      () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy },
      () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
      () => document.body, () => window, () => frame.contentWindow, () => document.querySelectorAll('*'), () => localStorage, () => navigator,
      () => new Error('e'), () => new Date(NaN), () => new Map([[1, 2]]), () => new Uint8Array(100_000), () => Promise.reject(new Error('e')).catch(() => {}),
      () => ({ toJSON: thrower }), () => ({ get a() { return thrower() }, b: 1 }), () => ({ toString: thrower, valueOf: thrower }), () => new Event('click'),
      () => getComputedStyle(document.body), () => crypto, () => new Blob(['x']), () => Object.assign([], { length: 4e9 }), () => (window as any).frames,
      () => Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`k${i}`, i])), () => document.createElement('form').elements,
    ]
    const make = (depth = 0): unknown => {
      const kind = next(10)
      if (kind < 7 || depth > 3) return makers[next(makers.length)]!()
      if (kind < 8) return Array.from({ length: next(4) }, () => make(depth + 1))
      return Object.fromEntries(Array.from({ length: next(4) }, (_, i) => [['a', '__proto__', 'toJSON', 'constructor', 'length'][next(5)] ?? `${i}`, make(depth + 1)]))
    }
    const methods = ['track', 'page', 'identify', 'link', 'unlink', 'merge', 'group', 'reset', 'identity', 'use', 'on', 'saved'] as const
    const thrown: string[] = []
    let slowestMs = 0
    let count = 0
    for (; count < 600; count++) {
      const method = methods[next(methods.length)]!
      const args = Array.from({ length: next(4) }, () => make())
      const start = performance.now()
      try {
        const answer = (tracker[method] as (...args: unknown[]) => unknown)(...args)
        if (method === 'use' || method === 'on') (answer as () => void)()
      } catch (error) {
        thrown.push(`${method}: ${error}`)
      }
      slowestMs = Math.max(slowestMs, performance.now() - start)
      if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve))
    }
    const after = tracker.track('After', { fine: 1 })
    await tracker.saved()
    void tracker.flush()
    return { thrown, slowestMs, after, count, polluted: ['polluted', 'self', 'a'].filter((key) => key in {}) }
  }, seed)
  expect(thrown).toEqual([])
  expect(polluted).toEqual([])
  expect(count).toBe(600)
  expect(slowestMs).toBeLessThan(maxCallMs)
  const rows = await stage.streamsOf(await stage.received([after], 40_000))
  expect(rows.length).toBeGreaterThan(20) // of about fifty calls that track, the fewest names that are fit for one
  for (const { payload, name } of rows) expect.soft(Buffer.byteLength(JSON.stringify(payload)), `${name}`).toBeLessThanOrEqual(maxEventBytes)
  for (const { bytes } of stage.collector.requests) expect(bytes).toBeLessThanOrEqual(500_000)
  expect(await page.run(() => window.errors)).toEqual([])
}, 120_000)

/** Names by which elements stand in for what code asks of a form or a document. */
const clobbering = [
  'matches', 'closest', 'getAttribute', 'querySelector', 'localName', 'tagName', 'id', 'name', 'parentElement', 'parentNode', 'children', 'childNodes',
  'previousElementSibling', 'nextElementSibling', 'nodeType', 'getRootNode', 'labels', 'control', 'href', 'type', 'value', 'role', 'host', 'assignedNodes',
  'attributes', 'textContent', 'isConnected', 'dataset', 'shadowRoot', 'toString', 'constructor', 'contains', 'style',
]

test('clicks within forms whose fields have the names of what code asks of a form: nothing throws or hangs, and the others are recorded', async () => {
  const page = await stage.open('shop', { options: { capture: ['pageViews', 'clicks'] } })
  await page.run((names: readonly string[]) => {
    const fields = names.map((name) => `<input name="${name}" value="secret">`).join('')
    // The field belongs to the form, and stands beside it: each is the other's previous sibling.
    document.body.innerHTML = `<style>form input { display: none } a, button { display: inline-block }</style><div id="w1"><form id="f1">${fields}<p><button id="b1" type="button">Inside</button></p></form></div>
      <form id="f2"><p><button id="b2" type="button">Beside</button></p></form><input form="f2" name="previousElementSibling">
      <form id="f3"><fieldset name="parentElement"><button id="b3" type="button">Parent</button></fieldset></form>
      <p><svg id="b4" width="90" height="30"><a href="#y"><text y="20">Drawn in a picture</text></a></svg></p>`
  }, clobbering)
  for (const id of ['b1', 'b2', 'b3', 'b4']) await page.click(`#${id}`)
  const last = await page.run(() => tracker.track('After'))
  const rows = await stage.streamsOf(await stage.received([last]))
  expect(await page.run(() => window.errors)).toEqual([])
  const named = rows.filter(({ name }) => name === 'Element Clicked').map(({ properties }) => properties.name)
  expect(named).toEqual(expect.arrayContaining(['Beside', 'Parent']))
  expect(JSON.stringify(rows)).not.toContain('secret')
}, 60_000)

test('elements in place of what code asks of the document: the page is recorded all the same', async () => {
  const page = await stage.open('blank')
  await page.run(() => {
    const names = ['URL', 'title', 'referrer', 'cookie', 'hidden', 'visibilityState', 'readyState', 'currentScript', 'documentElement', 'body', 'location', 'defaultView', 'getElementById', 'createElement', 'querySelector', 'querySelectorAll']
    document.documentElement.insertAdjacentHTML('beforeend', names.map((name) => `<img name="${name}" alt=""><form name="${name}"></form>`).join('') + '<form id="throughline"></form><form id="navigation"></form><form id="screen"></form><form id="crypto"></form><form id="indexedDB"></form><form id="fetch"></form>')
    start({ capture: [lib.capture.pageViews(), lib.capture.clicks()] })
  })
  const id = await page.run(() => tracker.track('Clobbered'))
  const [row] = await stage.received([id])
  expect(row!.context.page.url).toContain('/blank')
  expect(await page.run(() => window.errors)).toEqual([])
  // What drives the browser asks the document too.
  await page.run(() => {
    for (const element of Document.prototype.querySelectorAll.call(document, 'img[name], form')) element.remove()
  })
}, 60_000)
