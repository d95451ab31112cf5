// Server-sent events: what is stored, as it is stored.
// A cursor over the table `events`; never the other way round, so a slow reader costs no memory.
import { streamSSE } from 'hono/streaming'
import { readCursor, readEvents, toPreview } from './readEvents.js'

const maxReplay = 1_000
const batch = 200
const heartbeatMs = 15_000
/** Where others write too nobody here says so. */
const lookMs = 1_000

/**
 * Replays the last events (`?last=50`), or those after `Last-Event-ID`, and goes on with what comes. `stored` carries
 * one event, `repeated` says that known events came again.
 * @param {import('hono').Context} c
 * @param {object} collector
 * @param {import('./database.js').Query} collector.query
 * @param {import('./createChanges.js').Changes} collector.changes
 * @param {AbortSignal} collector.closing
 * @param {boolean} [collector.isShared] whether other processes store as well
 */
export function streamLive(c, { query, changes, closing, isShared = false }) {
  const waitMs = isShared ? lookMs : heartbeatMs
  const last = Math.min(readCount(c.req.query('last')) ?? 50, maxReplay)
  const lastId = readCount(c.req.header('last-event-id') || c.req.query('after'))
  return streamSSE(c, async (stream) => {
    let hasChanged = true
    let wake = () => {}
    const onChange = () => {
      hasChanged = true
      wake()
    }
    const undo = changes.on(onChange)
    closing.addEventListener('abort', onChange)
    stream.onAbort(onChange)
    try {
      // An id from a database that is gone says nothing about this one.
      const isResumed = lastId !== undefined && lastId <= (await readCursor(query, { count: 0 }))
      // At most 1,000 even for a page that comes back after a week.
      let cursor = await readCursor(query, isResumed ? { after: lastId, count: maxReplay } : { count: last })
      await stream.write('retry: 1000\n\n')
      for (let isFirst = true; !stream.aborted && !closing.aborted; isFirst = false) {
        if (!hasChanged) await waitForChange((resolve) => (wake = resolve), waitMs)
        const wasWoken = hasChanged
        hasChanged = false
        const events = await readEvents(query, { after: cursor, limit: batch })
        for (const event of events) {
          await stream.writeSSE({ id: String(event.seq), event: 'stored', data: JSON.stringify(toPreview(event)) })
        }
        cursor = events.at(-1)?.seq ?? cursor
        if (events.length === batch) hasChanged = true
        else if (!wasWoken) await stream.write(': still here\n\n')
        else if (!isFirst && events.length === 0) await stream.writeSSE({ event: 'repeated', data: '{}' })
      }
    } finally {
      undo()
      closing.removeEventListener('abort', onChange)
    }
  })
}

/** @param {(resolve: () => void) => void} offer @param {number} waitMs */
async function waitForChange(offer, waitMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    timer = setTimeout(resolve, waitMs)
    offer(() => resolve())
  })
  clearTimeout(timer)
}

/** @param {string | undefined} text */
const readCount = (text) => (text && /^\d{1,15}$/.test(text) ? Number(text) : undefined)
