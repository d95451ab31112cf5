// Keeps the page in step with the collector: live events over one connection, people and streams asked for when
// something has changed. The wiring only; drawing is in show*.js.
import { erase, judge, undo } from './decide.js'
import { byId } from './element.js'
import { showLive } from './showLive.js'
import { showPeople, showPerson } from './showPeople.js'
import { showStreams } from './showStreams.js'

const refreshMs = 500

function followEvents(/** @type {() => void} */ onChange) {
  let lastId = ''

  function connect() {
    // A browser resumes by itself after a broken connection, but not after an error answer: then the id goes along.
    const source = new EventSource(`/live?last=50${lastId && `&after=${lastId}`}`)
    source.addEventListener('open', () => {
      showConnection('live', 'Live')
      onChange()
    })
    source.addEventListener('stored', ({ data, lastEventId }) => {
      lastId = lastEventId
      showLive(JSON.parse(data))
      onChange()
    })
    source.addEventListener('repeated', onChange)
    source.addEventListener('error', () => {
      showConnection('lost', 'The collector is away, trying again')
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2_000)
    })
  }

  connect()
}

/** @type {(state: string, text: string) => void} */
function showConnection(state, text) {
  const pill = byId('connection')
  pill.dataset['state'] = state
  if (pill.textContent !== text) pill.textContent = text
}

function createOverview() {
  /** @type {string | undefined} */
  let selected
  let isStale = true
  let isRefreshing = false

  /** @type {(done: boolean | Promise<boolean>) => Promise<void>} */
  const redraw = async (done) => {
    if (await done) await draw().catch(() => {})
  }
  const decisions = {
    undo: (/** @type {string} */ link) => void redraw(undo(link)),
    judge: (/** @type {string} */ merge, /** @type {'verified' | 'refused'} */ verdict) => void redraw(judge(merge, verdict)),
    async erase(/** @type {{ key: string, events: number }} */ { key, events }) {
      // Anew: their events are in the list of what came, too.
      if (await erase(key, events)) location.replace('/')
    },
  }

  async function draw() {
    const [streams, people] = await Promise.all([ask('/streams'), ask('/people')])
    const isEmpty = streams.events === 0
    byId('empty').hidden = !isEmpty
    byId('content').hidden = isEmpty
    byId('total-people').textContent = people.total.toLocaleString()
    showStreams(streams)
    // Whoever is chosen stays: a visitor who logs in becomes a customer under the reader's eyes.
    selected = readHash() ?? selected ?? (people.people.find(isKnown) ?? people.people[0])?.key
    const person = selected && (await ask(`/people/${encodeURIComponent(selected)}`).catch(() => undefined))
    showPeople(people, person?.key)
    if (person) showPerson(person, decisions)
    else byId('person').replaceChildren('Nobody has this identifier. Choose another person.')
  }

  return {
    /** Draws soon: at most twice a second, and never while nobody looks. */
    refresh() {
      isStale = true
      if (isRefreshing || document.hidden) return
      isRefreshing = true
      setTimeout(async () => {
        isStale = false
        // Away for a moment: the next event, or the next connection, asks again.
        await draw().catch(() => {})
        isRefreshing = false
        if (isStale) this.refresh()
      }, refreshMs)
    },
    draw: () => void draw().catch(() => {}),
  }
}

/** @param {string} path */
async function ask(path) {
  const answer = await fetch(path)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return answer.json()
}

function readHash() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || undefined
  } catch {
    // A broken link selects nobody.
    return undefined
  }
}

/** @param {{ key: string }} person */
const isKnown = ({ key }) => key.startsWith('user:')

const sample = { writeKey: 'try', event: 'Hello', anonymousId: 'visitor-1' }
byId('sample').textContent = `curl ${location.origin}/v1/track -d '${JSON.stringify(sample)}'`

const overview = createOverview()
addEventListener('hashchange', overview.draw)
document.addEventListener('visibilitychange', () => overview.refresh())
followEvents(() => overview.refresh())
