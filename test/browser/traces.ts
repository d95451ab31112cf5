// What a browser holds of a site, by the names under which the write key shows.
// Must not judge it.
import type { Page } from '../support/browser.js'

/** Everything this origin holds. */
export const traces = (page: Page) => page.run(async () => {
  const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
  const databases: string[] = []
  for (const { name, version } of await indexedDB.databases()) {
    if (!name?.includes(writeKey)) continue
    databases.push(name)
    if (!version) continue // cannot be opened as that
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, version)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    for (const store of database.objectStoreNames) {
      const keys = await new Promise<IDBValidKey[]>((resolve) => {
        const request = database.transaction(store).objectStore(store).getAllKeys()
        request.onsuccess = () => resolve(request.result)
      })
      databases.push(...keys.map((key) => `${store}: ${JSON.stringify(key)}`))
    }
    database.close()
  }
  const local = Object.keys(localStorage).filter((key) => key.includes(writeKey))
  const session = Object.keys(sessionStorage).filter((key) => key.includes(writeKey))
  const cookies = document.cookie.split('; ').filter((cookie) => cookie.includes(writeKey))
  return { databases, local, session, cookies }
})

/** All there is before consent. */
export const nothing = { databases: [], local: [], session: [], cookies: [] }
