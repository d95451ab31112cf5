// The routes that show what was stored: JSON, live events and the page.
// Reads only. No CORS here: a page of another origin must not read who your visitors are.
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { countEvents, readEvents } from './readEvents.js'
import { readBusiness, readExperience } from './readExperience.js'
import { readPeople, readPerson } from './readPeople.js'
import { readStreams } from './readStreams.js'
import { streamLive } from './streamLive.js'

/** @type {{ [path: string]: [file: string, type: string] }} */
const files = {
  '/': ['index.html', 'text/html'],
  '/style.css': ['style.css', 'text/css'],
  '/experience': ['experience.html', 'text/html'],
  '/experience.css': ['experience.css', 'text/css'],
  '/experience.js': ['experience.js', 'text/javascript'],
  '/chartLook.js': ['chartLook.js', 'text/javascript'],
  '/showJourney.js': ['showJourney.js', 'text/javascript'],
  '/showBusiness.js': ['showBusiness.js', 'text/javascript'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
  '/decide.js': ['decide.js', 'text/javascript'],
  '/main.js': ['main.js', 'text/javascript'],
  '/element.js': ['element.js', 'text/javascript'],
  '/showLive.js': ['showLive.js', 'text/javascript'],
  '/showLinks.js': ['showLinks.js', 'text/javascript'],
  '/showPeople.js': ['showPeople.js', 'text/javascript'],
  '/showStreams.js': ['showStreams.js', 'text/javascript'],
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/**
 * @param {object} collector
 * @param {import('./database.js').Query} collector.query
 * @param {import('./createChanges.js').Changes} collector.changes
 * @param {AbortSignal} collector.closing
 * @param {boolean} collector.isShared
 * @param {import('./createPeople.js').People} collector.people
 * @param {import('./readPeople.js').MergeTraits} collector.mergeTraits
 * @param {import('./readStreams.js').Completeness} collector.completeness
 * @param {import('./readExperience.js').Experience} collector.experience
 */
export function show({ query, changes, closing, isShared, people, mergeTraits, completeness, experience }) {
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    c.res.headers.set('Content-Security-Policy', policy)
    c.res.headers.set('X-Content-Type-Options', 'nosniff')
    c.res.headers.set('Referrer-Policy', 'no-referrer')
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
  })

  for (const [path, [file, type]] of Object.entries(files)) {
    const url = new URL(`page/${file}`, import.meta.url)
    app.get(path, async (c) => c.body(await readFile(url, 'utf8'), 200, { 'Content-Type': `${type}; charset=utf-8` }))
  }

  // The charts of the page are drawn by Chart.js, served from here: nothing on the page comes from elsewhere.
  app.get('/chart.js', async (c) => {
    const file = new URL('chart.umd.min.js', import.meta.resolve('chart.js'))
    return c.body(await readFile(file, 'utf8'), 200, { 'Content-Type': 'text/javascript; charset=utf-8' })
  })

  app.get('/health', async (c) => c.json({ ok: true, ...(await countEvents(query)) }))

  app.get('/events', async (c) => {
    const after = readCount(c.req.query('after') ?? '0')
    const limit = readCount(c.req.query('limit') ?? '100')
    if (after === undefined || limit === undefined || limit < 1) {
      return c.json({ error: 'after and limit must be whole numbers: /events?after=0&limit=100.' }, 400)
    }
    const events = await readEvents(query, { after, limit: Math.min(limit, 1_000) })
    return c.json({ events, next: events.at(-1)?.seq ?? after })
  })

  app.get('/people', async (c) => c.json(await readPeople(query, await people.upToDate())))

  app.get('/people/:identifier', async (c) => {
    const identifier = c.req.param('identifier')
    const person = await readPerson(query, await people.upToDate(), { identifier, mergeTraits })
    return person ? c.json(person) : c.json({ error: 'Nobody has this identifier: GET /people lists them.' }, 404)
  })

  app.get('/people/:identifier/experience', async (c) => {
    const asked = { identifier: c.req.param('identifier'), mergeTraits, experience, now: Date.now() }
    const found = await readExperience(query, await people.upToDate(), asked)
    return found ? c.json(found) : c.json({ error: 'Nobody has this identifier: GET /people lists them.' }, 404)
  })

  app.get('/business', async (c) => c.json(await readBusiness(query, await people.upToDate(), { experience, now: Date.now() })))

  app.get('/streams', async (c) => c.json(await readStreams(query, completeness)))

  app.get('/live', (c) => streamLive(c, { query, changes, closing, isShared }))

  return app
}

/** @param {string} text */
const readCount = (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)
