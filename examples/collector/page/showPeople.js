// People, and the story of one of them: what was done before login and after it, in one line.
// Draws what /people answers; resolves nothing itself.
import { byId, element, shortId, timeElement, toButton } from './element.js'
import { isWaiting, showLinks } from './showLinks.js'
import { toHead, toPath } from './showLive.js'

const maxPeople = 100

/**
 * @param {{ total: number, people: any[], conflicts: any[] }} answer
 * @param {string | undefined} selected key of a person
 */
export function showPeople({ total, people, conflicts }, selected) {
  const waiting = new Set(conflicts.filter(isWaiting).flatMap(({ link }) => [link.a, link.b].map(keyOf)))
  const rows = people.slice(0, maxPeople).map((person) => {
    const link = element('a', { href: `#${encodeURIComponent(person.key)}`, current: person.key === selected },
      toName(person),
      element('span', { class: 'quiet', text: countOf(person.events, 'event') }),
      person.identifiers.some((/** @type {any} */ one) => waiting.has(keyOf(one))) ? element('span', { class: 'chip waits', text: 'merge to verify' }) : null,
      person.isAsking ? element('span', { class: 'chip waits', text: 'asks to be deleted' }) : null,
    )
    return element('li', {}, link)
  })
  byId('people').replaceChildren(...rows)
  byId('people-note').textContent = total > rows.length ? `the latest ${rows.length} of ${total}` : ''
}

/**
 * @param {any} person
 * @param {import('./showLinks.js').Decisions & { erase: (person: any) => void }} decisions
 */
export function showPerson(person, decisions) {
  const box = byId('person')
  const before = box.querySelector('ol')
  // Who reads in the middle stays there; who is at the end goes on with the story.
  const atEnd = !before || before.scrollHeight - before.scrollTop - before.clientHeight < 40
  const scrolledTo = before?.scrollTop
  const isSame = box.dataset['key'] === person.key
  const isOpen = isSame && Boolean(box.querySelector('details')?.open)
  const line = element('ol', { class: 'line' }, ...toStory(person))
  box.dataset['key'] = person.key
  box.replaceChildren(
    element('header', {}, element('h3', {}, toName(person)), toErase(person, decisions)),
    element('p', { class: 'identifiers' }, ...person.identifiers.slice(0, 30).map(toIdentifier)),
    showLinks(person, { isOpen, ...decisions }),
    line,
  )
  if (!isSame) line.scrollTop = middleOf(line, line.querySelector('.mark.known'))
  else line.scrollTop = atEnd || !scrolledTo ? line.scrollHeight : scrolledTo
}

/**
 * Where to begin reading: the moment in which a visitor becomes a customer.
 * @type {(line: HTMLElement, mark: HTMLElement | null) => number}
 */
const middleOf = (line, mark) => (mark ? mark.offsetTop - line.clientHeight / 2 : line.scrollHeight)

/**
 * The events, with a mark wherever the visitor becomes known or unknown.
 * @param {any} person
 */
function toStory({ timeline, truncated }) {
  /** @type {HTMLElement[]} */
  const rows = []
  if (truncated) rows.push(element('li', { class: 'mark quiet', text: `The latest ${timeline.length} events.` }))
  let wasKnown
  for (const [index, event] of timeline.entries()) {
    if (event.known !== wasKnown) rows.push(toMark(event, index, timeline))
    wasKnown = event.known
    const about = element('p', { class: 'about' }, timeElement(event.time), toPath(event))
    const preview = event.preview ? element('p', { class: 'preview', text: event.preview, title: event.preview }) : null
    rows.push(element('li', { class: `event ${event.known ? 'known' : 'anonymous'}` }, toHead(event), about, preview))
  }
  return rows
}

/** @type {(event: any, index: number, timeline: any[]) => HTMLElement} */
function toMark(event, index, timeline) {
  if (event.known) {
    const isSwitch = index > 0
    const text = `Known as ${event.userId}${isSwitch ? ' from here on: the same person as above' : ''}`
    return element('li', { class: 'mark known', text })
  }
  const isBeforeLogin = timeline.slice(index).some((later) => later.known)
  return element('li', { class: 'mark anonymous', text: isBeforeLogin ? 'Before login' : 'Not logged in' })
}

/** @param {any} person */
function toName(person) {
  const isKnown = person.key.startsWith('user:')
  const id = person.key.slice(person.key.indexOf(':') + 1)
  const text = isKnown ? id : `Visitor ${shortId(id)}`
  return element('span', { class: isKnown ? 'who known' : 'who anonymous', text, title: id })
}

/** @type {(person: any, decisions: { erase: (person: any) => void }) => HTMLElement} */
const toErase = (person, { erase }) =>
  toButton('delete', { title: `Deletes ${person.key} for good`, click: () => erase(person), isBad: true })

/** @param {{ namespace: string, value: string }} identifier */
const toIdentifier = ({ namespace, value }) =>
  element('span', { class: 'chip', title: value }, element('b', { text: namespace }), ` ${shortId(value)}`)

/** @param {{ namespace: string, value: string }} identifier */
const keyOf = ({ namespace, value }) => `${namespace}:${value}`

/** @type {(count: number, what: string) => string} */
const countOf = (count, what) => `${count.toLocaleString()} ${what}${count === 1 ? '' : 's'}`
