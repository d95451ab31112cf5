// Owns two promises of all captures together: nothing that was planted is ever stored or sent, and stop() leaves nothing behind.
// Must not look at single captures.
import { expect, test } from 'vitest'
import { engine, useStage } from './stage.ts'
import type { Page } from '../support/browser.js'

const stage = useStage()
const everything = [
  'pageViews', 'clicks', 'exits', 'frames', 'forms', ['frustration', { deadAfterMs: 100 }], 'attention', ['impressions', { afterMs: 50 }], 'errors', ['requests', { slowMs: 0 }],
  'media', ['searches', { parameters: ['page'], settleMs: 0 }], 'copies', 'dataLayer', 'campaigns',
]

/** Everything that this page's origin has on disk, as one text. */
const readDisk = (page: Page) =>
  page.run(async () => {
    const texts: unknown[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie]
    for (const { name } of await indexedDB.databases()) {
      const opened = indexedDB.open(name!)
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        opened.onsuccess = () => resolve(opened.result)
        opened.onerror = reject
      })
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store).getAll()
        await new Promise((resolve) => (all.onsuccess = resolve))
        texts.push(JSON.stringify(all.result))
      }
      db.close()
    }
    return texts.join('\n')
  })

test('of a page full of secrets, used in full, nothing that was planted is stored or sent', async () => {
  // With the disk looked at before anything can be delivered, and the wire after.
  const page = await stage.open('secrets', { options: { capture: everything, flushDelayMs: 1500 } })
  await page.run(() => {
    history.replaceState({}, '', `${location.pathname}?mail=planted.url@shop.example&token=planted-url&page=2#planted-hash`)
  })
  for (const [id, text] of Object.entries({
    name: 'planted name', mail: 'planted.typed@shop.example', password: 'planted-password', code: '739201', query: 'planted query', number: '+4930555123456',
    letter: ' planted letter', editable: 'planted typing',
  }))
    await page.type(`#${id}`, text)
  // As a browser fills in what it has saved.
  await page.run(() => {
    for (const id of ['name', 'card']) {
      const field = document.getElementById(id) as HTMLInputElement
      field.value = 'planted-autofill 5500 0000 0000 0004'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
    ;(document.getElementById('choice') as HTMLSelectElement).selectedIndex = 1
    document.getElementById('choice')!.dispatchEvent(new Event('change', { bubbles: true }))
  })
  for (const id of ['box', 'boxlabel', 'radio', 'editable', 'editbutton', 'profile', 'reset', 'write', 'ring', 'other', 'greeting', 'titled', 'fails', 'asks', 'text', 'send'])
    await page.click(`#${id}`)
  await page.run(() => {
    getSelection()!.selectAllChildren(document.getElementById('text')!)
    document.execCommand('copy')
  })
  const id = await page.run(() => tracker.track('Marker'))
  await page.run(() => tracker.saved())
  const disk = await readDisk(page)
  const [marker] = await stage.received([id])
  const rows = await stage.streamsOf([marker!])
  expect(rows.length).toBeGreaterThan(15)
  const secrets = /planted|4111|5500|739201|555123456|301234567890|0123456789abcdef/gi
  expect([...new Set(disk.match(secrets) ?? [])]).toEqual([])
  const sent = JSON.stringify(rows)
  expect([...sent.matchAll(secrets)].map(({ index }) => sent.slice(index - 60, index + 30))).toEqual([])
})

test('stop() leaves no listener, observer, timer or patched function', async () => {
  const page = await stage.open('secrets', {
    options: { capture: [] },
    before: () => {
      const open = new Set<string>()
      window.kept = { open }
      let ids = 0
      const names = new WeakMap<object, number>()
      const nameOf = (thing: object) => {
        if (!names.has(thing)) names.set(thing, ++ids)
        return names.get(thing)
      }
      const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype
      const keyOf = (target: object, type: string, listener: object, options: any) =>
        `${type} ${nameOf(target ?? window)} ${nameOf(listener)} ${options === true || !!options?.capture}`
      EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, listener: any, options?: any) {
        const target = this ?? window
        add.call(target, type, listener, options)
        if (!listener) return
        const key = keyOf(target, type, listener, options)
        // What lives and dies with the object that it listens to is nothing that stays.
        if (options?.signal?.aborted || target instanceof AbortSignal || target instanceof XMLHttpRequest || target instanceof IDBRequest) return
        open.add(key)
        options?.signal?.addEventListener('abort', () => open.delete(key))
        if (options?.once) add.call(target, type, () => open.delete(key), options)
      }
      EventTarget.prototype.removeEventListener = function (this: EventTarget, type: string, listener: any, options?: any) {
        remove.call(this ?? window, type, listener, options)
        if (listener) open.delete(keyOf(this ?? window, type, listener, options))
      }
      for (const name of ['MutationObserver', 'IntersectionObserver', 'PerformanceObserver', 'ResizeObserver'] as const) {
        const { observe, disconnect } = window[name].prototype
        window[name].prototype.observe = function (this: any, ...args: any[]) {
          open.add(`${name} ${nameOf(this)}`)
          return (observe as any).apply(this, args)
        }
        window[name].prototype.disconnect = function (this: any) {
          open.delete(`${name} ${nameOf(this)}`)
          return disconnect.call(this)
        }
      }
      for (const [set, clear] of [['setTimeout', 'clearTimeout'], ['setInterval', 'clearInterval'], ['requestIdleCallback', 'cancelIdleCallback']] as const) {
        const [begin, end] = [window[set] as any, window[clear] as any]
        if (!begin) continue
        ;(window as any)[set] = (callback: (...args: any[]) => void, ...rest: any[]) => {
          const id = begin((...args: any[]) => {
            if (set !== 'setInterval') open.delete(`${set} ${id}`)
            callback(...args)
          }, ...rest)
          open.add(`${set} ${id}`)
          window.kept[`${set} ${id}`] = new Error().stack
          return id
        }
        ;(window as any)[clear] = (id: any) => {
          open.delete(`${set} ${id}`)
          end(id)
        }
      }
      ;(window as any).dataLayer = []
      const own = () => [window.fetch, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send, history.pushState, history.replaceState, (window as any).dataLayer.push]
      window.kept.functions = own
      window.kept.native = own()
    },
  })
  const before = await page.run(async () => {
    const names = [...window.kept.open]
    await tracker.flush()
    tracker.stop()
    await new Promise((resolve) => setTimeout(resolve))
    window.kept.before = new Set(window.kept.open)
    return names.length
  })
  expect(before, 'what there is of listeners is seen').toBeGreaterThan(0)
  const during = await page.run((names) => {
    window.kept.tracker = start({ capture: names.map((chosen: any) => (lib.capture as any)[[chosen].flat()[0]](...[chosen].flat().slice(1))) })
    return {
      open: [...window.kept.open].filter((name) => !window.kept.before.has(name)).length,
      patched: window.kept.functions().filter((each: unknown, i: number) => each !== window.kept.native[i]).length,
    }
  }, everything)
  expect(during.open).toBeGreaterThan(20)
  expect(during.patched).toBeGreaterThanOrEqual(4)
  await page.type('#name', 'x')
  for (const id of ['greeting', 'other', 'fails', 'send']) await page.click(`#${id}`)
  const after = await page.run(async () => {
    await window.kept.tracker.flush()
    window.kept.tracker.stop()
    // What was under way comes to its end.
    await new Promise((resolve) => setTimeout(resolve))
    return {
      open: [...window.kept.open].filter((name) => !window.kept.before.has(name)),
      patched: window.kept.functions().flatMap((each: unknown, i: number) => (each === window.kept.native[i] ? [] : i)),
      stacks: [...window.kept.open].filter((name) => !window.kept.before.has(name)).map((name) => window.kept[name]),
    }
  })
  expect(after.patched).toEqual([])
  expect(after.open, `still there in ${engine}: ${after.stacks.join()}`).toEqual([])

  const alone = await page.run(async (names) => {
    const { kept } = window
    const { vitals, ...captures } = lib.capture as any
    const each = names.map((chosen: any) => [chosen].flat()).map(([name, ...args]: any[]) => [name, () => captures[name](...args)])
    const found: Record<string, { during: number; left: string[]; patched: number }> = {}
    for (const [name, make] of [['none', () => () => () => {}], ...each, ['vitals', () => vitals(() => new Promise(() => {}))]]) {
      kept.before = new Set(kept.open)
      const isNew = (open: string) => !kept.before.has(open)
      const one = start({ capture: [make()] })
      await one.flush()
      const during = [...kept.open].filter(isNew).length + kept.functions().filter((own: unknown, i: number) => own !== kept.native[i]).length
      one.stop()
      await new Promise((resolve) => setTimeout(resolve))
      found[name] = { during, left: [...kept.open].filter(isNew), patched: kept.functions().filter((own: unknown, i: number) => own !== kept.native[i]).length }
    }
    return found
  }, everything)
  for (const [name, { left, patched }] of Object.entries(alone)) expect({ name, left, patched }).toEqual({ name, left: [], patched: 0 })
  // What a capture adds to a tracker without any is seen; those that have done all they do at the start add nothing.
  const { none, ...captures } = alone
  expect(Object.keys(captures).filter((name) => captures[name]!.during <= none!.during)).toEqual(['campaigns', 'vitals'])
})
