// Owns rows 14 and 15 of the fault table: a disk that refuses, fails, never answers or is full.
// Must not break the network or the collector as well.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { hurryDisk } from './disk.ts'
import { backEnds, track, useStage } from './stage.ts'

const storageErrors = () => window.trackerErrors.filter((text) => text.startsWith('storage'))

describe.each(backEnds)('fault table, storage on $backEnd', ({ features }) => {
  const stage = useStage({ features })

  test('row 14, IndexedDB refused: everything is delivered from memory and the error says so', async () => {
    const page = await stage.open('shop', {
      before: () => {
        IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError') }
      },
    })
    expect(await account(stage, await track(page, 100), 'row 14, refused')).toMatchObject(nothingLost)
    expect(await page.run(storageErrors)).not.toEqual([])
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('row 14, IndexedDB is not there at all: everything is delivered', async () => {
    const page = await stage.open('shop', {
      before: () => Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('Refused', 'SecurityError') } }),
    })
    expect(await account(stage, await track(page, 100), 'row 14, missing')).toMatchObject(nothingLost)
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('row 14, opening IndexedDB never ends: everything is delivered', async () => {
    const page = await stage.open('shop', { before: [hurryDisk, () => (IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest)] })
    expect(await account(stage, await track(page, 100), 'row 14, hangs')).toMatchObject(nothingLost)
  }, 60_000)

  test('row 14, IndexedDB fails mid-way: what was tracked before, during and after arrives', async () => {
    const page = await stage.open('shop', { before: hurryDisk })
    const ids = await track(page, 100)
    await page.run(() => {
      const native = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = () => { throw new DOMException('Internal error', 'UnknownError') }
      window.kept = () => (IDBObjectStore.prototype.put = native)
    })
    ids.push(...(await track(page, 100)))
    await page.run(() => window.kept())
    ids.push(...(await track(page, 100)))
    expect(await account(stage, ids, 'row 14, mid-way')).toMatchObject(nothingLost)
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('row 14, the database is deleted under the open page: everything arrives', async () => {
    const page = await stage.open('shop')
    const ids = await track(page, 50)
    await stage.received(ids)
    await page.run(async () => {
      for (const { name } of await indexedDB.databases()) {
        await new Promise((resolve) => {
          const request = indexedDB.deleteDatabase(name!)
          request.onsuccess = request.onerror = request.onblocked = resolve
        })
      }
    })
    ids.push(...(await track(page, 50)))
    expect(await account(stage, ids, 'row 14, deleted')).toMatchObject(nothingLost)
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('row 15, quota exhausted: everything is delivered and the error says so', async () => {
    const page = await stage.open('shop')
    await page.run(() => {
      // The request fails later than the call, as it does on a full disk: the transaction aborts.
      const native = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: [any, IDBValidKey?]) {
        const request = native.apply(this, args)
        request.addEventListener('success', () => {
          try {
            this.transaction.abort()
          } catch {
            // Committed already: this one got through.
          }
        })
        return request
      }
      IDBTransaction.prototype.commit = () => {}
    })
    expect(await account(stage, await track(page, 100), 'row 15')).toMatchObject(nothingLost)
    expect(await page.run(storageErrors)).not.toEqual([])
    expect(await page.run(() => window.errors)).toEqual([])
  })
})
