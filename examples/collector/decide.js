// The routes by which the site itself decides: undo a link, verify or refuse a merge, delete a person.
// For the site's own server and the collector's page: no CORS, and never under /v1, which pages of others may reach.
import { Hono } from 'hono'
import { findPerson } from './readPeople.js'
import { storeDeletion, storeUnlink, storeVerdict } from './storeDecisions.js'

/**
 * @param {object} collector
 * @param {import('./database.js').Database} collector.database
 * @param {import('./createChanges.js').Changes} collector.changes
 * @param {import('./createPeople.js').People} collector.people
 * @param {import('./resolvePeople.js').CreateGraph} collector.createGraph
 * @param {(decision: import('./createPublisher.js').Decision) => Promise<void>} [collector.announce] where a stream is the truth: to it
 *   as well, or a database that is filled again from the stream would not know of it
 */
export function decide({ database, changes, people, createGraph, announce = async () => {} }) {
  const app = new Hono()

  app.post('/unlinks', async (c) => {
    const { link } = await readJson(c)
    if (typeof link !== 'string') return c.json({ error: 'Send {"link":"<id>"} as application/json.' }, 400)
    if (!(await storeUnlink(database, { link }, createGraph))) return c.json({ error: 'There is no link of this id.' }, 404)
    await announce({ kind: 'unlink', link })
    changes.emit()
    return c.json({ unlinked: link })
  })

  app.post('/merges', async (c) => {
    const { merge, verdict } = await readJson(c)
    if (typeof merge !== 'string' || !['verified', 'refused'].includes(verdict)) {
      return c.json({ error: 'Send {"merge":"<id>","verdict":"verified"} or "refused" as application/json.' }, 400)
    }
    if (!(await storeVerdict(database, { merge, verdict }, createGraph))) return c.json({ error: 'No page has claimed a merge of this id: GET /people lists them under conflicts.' }, 404)
    await announce({ kind: 'verdict', merge, verdict })
    changes.emit()
    return c.json({ [verdict]: merge })
  })

  app.delete('/people/:identifier', async (c) => {
    const text = c.req.param('identifier')
    const found = await findPerson(database.query, await people.upToDate(), text)
    // Known or not: who is named exactly is not to come back, also if their events are still on the way.
    const identifiers = found?.identifiers ?? (text.includes(':') ? [readExact(text)] : [])
    if (identifiers.length === 0) return c.json({ error: 'Nobody has this identifier: to delete who is yet to come, name it like user:customer-1001.' }, 404)
    // First, so that whoever hears of a failure asks again, and nothing is deleted here that would come back.
    await announce({ kind: 'deletion', identifiers })
    const events = await storeDeletion(database, identifiers, createGraph)
    changes.emit()
    return c.json({ deleted: identifiers, events })
  })

  return app
}

/** @param {string} text `namespace:value` */
const readExact = (text) => ({ namespace: text.slice(0, text.indexOf(':')), value: text.slice(text.indexOf(':') + 1) })

/**
 * A form of another origin cannot send this type without asking first, and is not answered.
 * @param {import('hono').Context} c
 * @returns {Promise<{ [key: string]: any }>}
 */
async function readJson(c) {
  const isJson = c.req.header('content-type')?.startsWith('application/json')
  return (isJson && (await c.req.json().catch(() => undefined))) || {}
}
