// Owns what another tab, a newer library or a visitor can do to the storage of an open page, on each back end: deleted,
// wiped, blocked and damaged for real; and row 18 of the fault table, an older and a newer library at once.
// Must not replace anything of the browser's: faults that need that are in storage.test.ts.
import { describe, expect, test } from 'vitest'
import { account, nothingLost } from './account.ts'
import { databaseOf, deleteDatabase, hurryDisk, openOther, storageErrors, wipe } from './disk.ts'
import { backEnds, engine, track, useStage } from './stage.ts'

describe.each(backEnds)('storage on $backEnd', ({ features }) => {
  const stage = useStage({ features })

  test('row 14, another tab deletes the database: it need not wait, and what waited and what follows arrives', async () => {
    const page = await stage.open('shop')
    const other = await openOther(stage)
    await stage.browser.offline(true)
    const ids = await track(page, 20)
    expect(await page.run(() => tracker.saved())).toBe(true)
    expect(await deleteDatabase(other, await databaseOf(page))).toBe('deleted')
    ids.push(...(await track(page, 20)))
    expect(await page.run(() => tracker.saved())).toBe(true)
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'row 14, deleted by another tab')).toEqual({ ...nothingLost, repeats: 0 })
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('row 14, the browser wipes the storage of the site: what follows arrives, and is on disk', async () => {
    const page = await stage.open('shop')
    const other = await openOther(stage)
    const ids = await track(page, 20)
    await stage.received(ids)
    await wipe(stage, other)
    ids.push(...(await track(page, 20)))
    // It may still be at it, and throw out who comes too early.
    await page.waitFor(() => tracker.saved())
    expect(await account(stage, ids, 'row 14, wiped')).toEqual({ ...nothingLost, repeats: 0 })
    expect(await page.run(() => window.errors)).toEqual([])
  })

  test('row 14, opening hangs because another tab changes the database: saved() answers, and everything arrives', async () => {
    const page = await stage.open('shop', { before: hurryDisk })
    const name = await databaseOf(page)
    const ids = await track(page, 20)
    await stage.received(ids)
    const other = await openOther(stage)
    await other.run((database) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open(database, 2)
        request.onupgradeneeded = () => {
          const table = request.result.createObjectStore('new')
          // A transaction lives as long as it has something to do.
          const again = () => (window.kept === 'enough' ? undefined : (table.get(0).onsuccess = again))
          again()
          resolve()
        }
      }), name)
    ids.push(...(await track(page, 20)))
    expect(await page.run(() => tracker.saved())).toBe(false)
    expect(await account(stage, ids, 'row 14, blocked')).toEqual({ ...nothingLost, repeats: 0 })
    expect(await storageErrors(page)).toHaveLength(1)
    await other.run(() => (window.kept = 'enough'))
    await other.close()
    ids.push(...(await track(page, 20)))
    expect(await account(stage, ids, 'row 14, no longer blocked')).toEqual({ ...nothingLost, repeats: 0 })
    await page.waitFor(() => tracker.saved())
    expect(await storageErrors(page)).toHaveLength(1)
  }, 60_000)

  test('row 14, another tab keeps the table to itself: saved() answers, and everything arrives once', async () => {
    const page = await stage.open('shop', { before: hurryDisk })
    const name = await databaseOf(page)
    const ids = await track(page, 20)
    await stage.received(ids)
    const other = await openOther(stage)
    await other.run((database) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open(database)
        request.onsuccess = () => {
          const table = request.result.transaction('records', 'readwrite').objectStore('records')
          const again = () => (window.kept === 'enough' ? undefined : (table.get(0).onsuccess = again))
          again()
          resolve()
        }
      }), name)
    ids.push(...(await track(page, 20)))
    expect(await page.run(() => tracker.saved())).toBe(false)
    expect(await account(stage, ids, 'row 14, table taken')).toEqual({ ...nothingLost, repeats: 0 })
    await other.run(() => (window.kept = 'enough'))
    await other.close()
    // The writes that nobody waited for any longer happen now, and are taken back when the disk is tried again.
    await page.waitFor((database) =>
      new Promise((resolve) => {
        indexedDB.open(database).onsuccess = (event) => {
          const db = (event.target as IDBOpenDBRequest).result
          const request = db.transaction('records').objectStore('records').count(IDBKeyRange.bound(['event'], ['event', []]))
          request.onsuccess = () => resolve(request.result === 0)
          db.close()
        }
      }), name)
    const url = page.url()
    await page.close()
    const next = await stage.visit(url)
    ids.push(...(await track(next, 1)))
    expect(await account(stage, ids, 'row 14, table free again')).toEqual({ ...nothingLost, repeats: 0 })
  }, 60_000)

  test('row 14, damaged records are taken away and told, and everything else arrives', async () => {
    const page = await stage.open('shop')
    const url = page.url()
    const name = await databaseOf(page)
    await page.run(() => tracker.saved())
    const other = await openOther(stage)
    await page.close()
    await other.run((database) =>
      new Promise((resolve) => {
        indexedDB.open(database).onsuccess = (event) => {
          const db = (event.target as IDBOpenDBRequest).result
          const transaction = db.transaction('records', 'readwrite')
          const junk = [5, null, new Blob(['x']), '', '{', '[', 'null', '[1,null,"x",{"a":1},{"id":{}}]', '{"id":"x"}', '[{"id":"x"}]']
          for (const [i, value] of junk.entries()) transaction.objectStore('records').put(value, ['event', '00000000-0000-7000-8000-000000000000', i])
          transaction.objectStore('records').put('junk', ['delivery'])
          transaction.objectStore('records').put({ userId: 5 }, ['identity'])
          transaction.objectStore('records').put([1, 2], ['consent'])
          transaction.oncomplete = () => resolve(db.close())
        }
      }), name)
    const next = await stage.visit(url)
    const ids = await track(next, 20)
    expect(await account(stage, ids, 'row 14, damaged')).toEqual({ ...nothingLost, repeats: 0 })
    expect(await next.run(() => tracker.flush())).toMatchObject({ kept: 0 })
    expect(await storageErrors(next)).toHaveLength(1)
    expect(await next.run(() => window.errors)).toEqual([])
  })

  test('row 18, a newer library changes the database while an older one is open: both deliver, before and after', async () => {
    /** What a newer version might do: another version of the database, and another table. */
    const asNewer = () => {
      const { open } = IDBFactory.prototype
      const { createObjectStore } = IDBDatabase.prototype
      IDBDatabase.prototype.createObjectStore = function (this: IDBDatabase, name: string) {
        if (!this.objectStoreNames.contains('newer')) createObjectStore.call(this, 'newer')
        return this.objectStoreNames.contains(name) ? (undefined as never) : createObjectStore.call(this, name)
      }
      IDBFactory.prototype.open = function (this: IDBFactory, name: string) {
        return open.call(this, name, 7)
      }
    }
    const options = { writeKey: `versions-${features.length}`, flushDelayMs: 50 }
    const older = await stage.visit(stage.site.page('shop', { options }))
    const url = stage.site.page('shop', { options, before: asNewer })
    await stage.browser.offline(true)
    const ids = await track(older, 50)
    await stage.browser.offline(false)
    const newer = await stage.visit(url)
    ids.push(...(await track(newer, 50)), ...(await track(older, 50)))
    const opened = await stage.visit(stage.site.page('shop', { options }))
    ids.push(...(await track(opened, 50)))
    for (const page of [older, newer, opened]) expect(await page.run(() => tracker.saved())).toBe(true)
    expect(await account(stage, ids, 'row 18')).toMatchObject(nothingLost)
    for (const page of [older, newer, opened]) {
      expect(await storageErrors(page)).toEqual([])
      expect(await page.run(() => window.errors)).toEqual([])
    }
    const versions = await older.run(() => indexedDB.databases().then((all) => all.map(({ version }) => version)))
    expect(versions).toContain(7)
  })
})

describe.skipIf(engine !== 'webkit')('the process that keeps network and storage', () => {
  const stage = useStage()

  // From then on WebKitWebDriver has lost sight of the page, so the page goes on by itself, and tells by an event how it is.
  test('is killed under an open page: the site is unharmed, hears of it once, and everything arrives', async () => {
    const page = await stage.open('shop')
    const url = page.url()
    const before = await track(page, 20)
    await stage.received(before)
    stage.collector.fail({ kind: 'status', status: 503 })
    const waiting = await track(page, 20)
    expect(await page.run(() => tracker.saved())).toBe(true)
    await page.run(() => {
      const ids: string[] = []
      const timer = setInterval(async () => {
        ids.push(tracker.track('Tick', { i: ids.length }))
        if (ids.length < 40) return
        clearInterval(timer)
        const isSaved = await tracker.saved()
        tracker.track('Report', { ids, isSaved, errors: window.errors, trackerErrors: window.trackerErrors })
      }, 50)
    })
    await stage.browser.endNetworkProcess()
    stage.collector.fail(null)
    const { properties } = await stage.receivedRow(({ name }) => name === 'Report', 30_000)
    expect(properties.errors).toEqual([])
    expect(properties.trackerErrors.filter((text: string) => text.startsWith('storage'))).toHaveLength(properties.isSaved ? 0 : 1)
    // The first of them may have been on disk in time, and wait there with the others.
    await stage.received(properties.ids.slice(20))
    await stage.browser.restart()
    const next = await stage.visit(url)
    // What was on disk waits for a page that can read it.
    const ids = [...before, ...waiting, ...properties.ids, ...(await track(next, 10))]
    expect(await account(stage, ids, 'storage process killed, next visit')).toMatchObject(nothingLost)
    expect(await next.run(() => tracker.saved())).toBe(true)
  }, 60_000)
})
