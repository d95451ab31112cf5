// The shop's own service worker: keeps the shop's pages, so that a visitor can browse and fill the basket offline.
// Must not touch tracking: what is tracked offline waits in the page's own outbox, with or without this file.

// @ts-nocheck: the checker takes this for a page, which has neither `clients` nor `skipWaiting`

const cacheName = 'tidewick-pages'

// Everything a walk through the shop needs. The server puts the list of its pages and files in.
const files = [/* {{files}} */]

self.addEventListener('install', (event) => {
  // `reload`: what the browser's own cache holds may be older than this worker.
  const keep = (cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })))
  event.waitUntil(caches.open(cacheName).then(keep).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const ours = new URL(request.url).origin === self.location.origin
  // Requests to the collector pass by untouched.
  if (ours && request.method === 'GET') event.respondWith(answer(request))
})

/** The network first, so that a rebuilt library is never hidden by an old copy; without it, what we kept. */
async function answer(request) {
  try {
    const response = await fetch(request)
    if (response.ok) {
      const copy = response.clone()
      const cache = await caches.open(cacheName)
      await cache.put(request, copy)
    }
    return response
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error()
  }
}
