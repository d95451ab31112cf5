// Owns what a next version owes to the disk of an earlier one: what a page of that version left is delivered, as the same visitor.
// Must not make its records from what is in src/: they were written down once, by that version.
// node test/fixtures/writeDisk.js writes those of the present version.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { useStage } from './stage.ts'

type Entry = [key: (string | number)[], value: any]
type Fixture = { records: Entry[]; ids: string[]; anonymousId: string; userId: string }

const folder = fileURLToPath(new URL('../fixtures/disk/', import.meta.url))
const stage = useStage()
const ageless = { outbox: { maxAgeMs: 1e12 } }

const dump = (page: Page): Promise<Entry[]> =>
  page.run(() => {
    const name = `throughline-${JSON.parse(document.getElementById('options')!.textContent!).writeKey}`
    return new Promise<Entry[]>((resolve, reject) => {
      const opened = indexedDB.open(name)
      opened.onerror = () => reject(opened.error!)
      opened.onsuccess = () => {
        const store = opened.result.transaction('records').objectStore('records')
        const keys = store.getAllKeys()
        const values = store.getAll()
        values.onsuccess = () => {
          opened.result.close()
          resolve(keys.result.map((key, i) => [key as string[], values.result[i]]))
        }
      }
    })
  })

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('the disk of %s', (name) => {
  const fixture = JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as Fixture

  test('is read: what waited is delivered once, in its order, and the visitor is the same', async () => {
    const page = await stage.open('blank', { options: ageless })
    await page.run((entries: Entry[]) => {
      const database = `throughline-${JSON.parse(document.getElementById('options')!.textContent!).writeKey}`
      return new Promise<void>((resolve, reject) => {
        const opened = indexedDB.open(database)
        opened.onupgradeneeded = () => opened.result.createObjectStore('records')
        opened.onerror = () => reject(opened.error!)
        opened.onsuccess = () => {
          const transaction = opened.result.transaction('records', 'readwrite')
          for (const [key, value] of entries) transaction.objectStore('records').put(value, key)
          transaction.oncomplete = () => (opened.result.close(), resolve())
        }
      })
    }, fixture.records)
    const now = await page.run(async () => {
      window.tracker = start()
      const id = tracker.track('Afterwards')
      await tracker.flush()
      return { id, ...tracker.identity() }
    })
    expect(now).toMatchObject({ anonymousId: fixture.anonymousId, userId: fixture.userId, identifiers: { loyalty: 'L-778' }, traits: { plan: 'gold' } })
    const rows = await stage.received([...fixture.ids, now.id])
    expect(rows.map(({ deliveries }) => deliveries)).toEqual(rows.map(() => 1))
    expect(rows.slice(0, -1).map(({ userId }) => userId)).toEqual([...fixture.ids.slice(0, 4).map(() => null), ...fixture.ids.slice(4).map(() => fixture.userId)])
    expect(await page.run(() => window.trackerErrors)).toEqual([])
    // All that is left is who is here, and what delivery remembers.
    await page.run(() => tracker.saved())
    expect((await dump(page)).filter(([[kind]]) => kind === 'event')).toEqual([])
  })
})
