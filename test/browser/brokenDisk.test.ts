// Owns a disk that really refuses, or is really full, under each of Chromium's back ends: rows 14 and 15 of the fault table.
// Must not replace anything of the browser's: faults that need that are in storage.test.ts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import type { Page } from '../support/browser.js'
import { mountSmallDisk } from '../support/smallDisk.js'
import { account, nothingLost } from './account.ts'
import { deleteDatabase, heard, hurryDisk, openOther, storageErrors, wipe } from './disk.ts'
import { backEnds, engine, track, useStage } from './stage.ts'

describe.skipIf(engine !== 'chromium').each(backEnds)('a disk that refuses, on $backEnd', ({ features }) => {
  let profile = ''
  let storage = ''
  /** Where a file is in the place of the folder, every open fails. */
  const refuse = () => {
    rmSync(storage, { recursive: true, force: true })
    mkdirSync(join(profile, 'Default'), { recursive: true })
    writeFileSync(storage, '')
  }
  const allow = () => rmSync(storage, { recursive: true, force: true })
  // What is set up first is taken down last: the browser has to go before its profile.
  beforeAll(() => {
    profile = mkdtempSync(join(tmpdir(), `throughline-refusing-${process.pid}-`))
    storage = join(profile, 'Default', 'IndexedDB')
    refuse()
  })
  afterAll(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
  const stage = useStage({ features, profile: () => profile })
  /** What has been delivered needs no disk, and counts as saved: it is asked while nothing can be. */
  const trackUnsaved = async (page: Page): Promise<string[]> => {
    await stage.browser.offline(true)
    const ids = await track(page, 50)
    expect(await page.run(() => tracker.saved())).toBe(false)
    await stage.browser.offline(false)
    return ids
  }

  test('row 14, refused from the start, and mended later: memory takes over, and hands over to the disk', async () => {
    const page = await stage.open('shop', { before: hurryDisk })
    const url = page.url()
    const ids = await trackUnsaved(page)
    expect(await account(stage, ids, 'row 14, really refused')).toEqual({ ...nothingLost, repeats: 0 })
    await heard(page)
    await stage.browser.offline(true)
    ids.push(...(await track(page, 50)))
    allow()
    await page.waitFor(() => tracker.saved())
    expect(await storageErrors(page)).toHaveLength(1)
    const { anonymousId } = await page.run(() => tracker.identity())
    await stage.browser.kill()
    await stage.browser.restart()
    await stage.browser.offline(false)
    const next = await stage.visit(url)
    expect(await account(stage, ids, 'row 14, mended')).toEqual({ ...nothingLost, repeats: 0 })
    expect((await next.run(() => tracker.identity())).anonymousId).toBe(anonymousId)
  }, 60_000)

  test('row 14, the disk goes for the life of the page: everything arrives, and is told once', async () => {
    allow()
    const page = await stage.open('shop')
    const other = await openOther(stage)
    const ids = await track(page, 50)
    await stage.received(ids)
    await wipe(stage, other) // the connection is lost
    refuse()
    for (let i = 0; i < 4; i++) ids.push(...(await track(page, 20)))
    await heard(page) // an answer that is lost when the network goes would be asked for again
    ids.push(...(await trackUnsaved(page)))
    expect(await account(stage, ids, 'row 14, gone')).toEqual({ ...nothingLost, repeats: 0 })
    await heard(page)
    await stage.browser.offline(true)
    ids.push(...(await track(page, 50)))
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'row 14, gone and offline')).toEqual({ ...nothingLost, repeats: 0 })
    expect(await storageErrors(page)).toHaveLength(1)
    await heard(page)
    // What memory holds when the page goes is with the next page.
    await stage.browser.offline(true)
    ids.push(...(await track(page, 20)))
    const url = page.url()
    await page.goto('about:blank')
    await stage.browser.offline(false)
    await stage.visit(url)
    expect(await account(stage, ids, 'row 14, gone with the page')).toEqual({ ...nothingLost, repeats: 0 })
  }, 60_000)
})

describe.skipIf(engine !== 'chromium').each(backEnds)('a disk that is full, on $backEnd', ({ features }) => {
  let disk: ReturnType<typeof mountSmallDisk>
  beforeAll(() => {
    disk = mountSmallDisk(64)
  })
  afterAll(() => disk?.remove())
  const stage = useStage({ features, profile: () => disk?.folder })
  // Named so that the fault table, which is to come out the same everywhere, does not count them.
  const needsDisk = ({ skip }: TestContext) => {
    if (!disk) skip('only root on Linux can have a disk so small')
  }

  /** Fills the disk with another database of the site, down to the last bytes that it takes. */
  const fill = (page: Page) =>
    page.run(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('filler')
        request.onupgradeneeded = () => request.result.createObjectStore('all')
        request.onsuccess = () => resolve(request.result)
      })
      const put = (key: string, value: string) =>
        new Promise<boolean>((resolve) => {
          try {
            const transaction = db.transaction('all', 'readwrite')
            transaction.objectStore('all').put(value, key)
            transaction.oncomplete = () => resolve(true)
            transaction.onabort = () => resolve(false)
          } catch {
            resolve(false)
          }
        })
      const random = (length: number): string => {
        let text = ''
        while (text.length < length) text += Math.random().toString(36)
        return text.slice(0, length)
      }
      const text = random(1_000_000)
      for (let length = 1_000_000; length > 50; length >>= 1) {
        for (let i = 0; i < 100 && (await put(`${length} ${i}`, text.slice(-length))); i++);
      }
      db.close()
    })
  const empty = (page: Page) => deleteDatabase(page, 'filler')

  test('row 15, no room on the disk: everything arrives once, is told once, and the disk is used again when it can be', async (context) => {
    needsDisk(context)
    const page = await stage.open('shop')
    const url = page.url()
    const ids = await track(page, 50)
    await stage.received(ids)
    const other = await openOther(stage)
    await fill(other)
    for (let i = 0; i < 5; i++) ids.push(...(await track(page, 50, { text: 'x'.repeat(500) })))
    expect(await account(stage, ids, 'full disk, really full')).toEqual({ ...nothingLost, repeats: 0 })
    await heard(page)
    await stage.browser.offline(true)
    await fill(other) // what has been delivered has left room behind
    ids.push(...(await track(page, 100, { text: 'x'.repeat(5000) })))
    expect(await page.run(() => tracker.saved())).toBe(false)
    expect(await storageErrors(page)).toHaveLength(1)
    expect(await empty(page)).toBe('deleted')
    await page.waitFor(() => tracker.saved())
    await page.close()
    await stage.browser.offline(false)
    const next = await stage.visit(url)
    expect(await account(stage, ids, 'full disk, room again')).toEqual({ ...nothingLost, repeats: 0 })
    expect(await next.run(() => tracker.flush())).toMatchObject({ kept: 0 })
  }, 120_000)

  test('row 15, what waits on a disk that is full can be delivered and leaves it', async (context) => {
    needsDisk(context)
    const page = await stage.open('shop')
    const other = await openOther(stage)
    await stage.browser.offline(true)
    const ids = await track(page, 100)
    expect(await page.run(() => tracker.saved())).toBe(true)
    await fill(other)
    await stage.browser.offline(false)
    expect(await account(stage, ids, 'full disk, waiting')).toEqual({ ...nothingLost, repeats: 0 })
    const url = page.url()
    await page.run(() => tracker.flush())
    await page.close()
    const next = await stage.visit(url)
    await next.run(() => tracker.flush())
    expect(await account(stage, ids, 'full disk, not again')).toEqual({ ...nothingLost, repeats: 0 })
    await empty(next)
  }, 120_000)
})
