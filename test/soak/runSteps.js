// Owns carrying out a list of steps in a real browser, and writing down what the pages said.
// Must not judge (ledger.js does), and must not choose (generateSteps.js does).
import { setTimeout as sleep } from 'node:timers/promises'
import { sayStep, tabCount } from './generateSteps.js'
import { callTracker, flushAll, isSettled, saveAll } from './pageCalls.js'
import { within } from './within.js'

/**
 * @typedef {import('./ledger.js').Call & { slot: number, leftAt: number }} Entry
 * @typedef {{ page: import('../support/browser.js').Page, isRestored: boolean }} Slot
 * @typedef {import('./generateSteps.js').Step} Step
 */

/** How long a page may take to answer before it is held to be dead. */
const answerMs = 8_000
/** What a page did on its way out can take so long to be safe from a kill: localStorage is written late. */
const leavingMs = 10_000
/** Another tab must have heard of a login after so long. */
const newsMs = 2_000

/**
 * @param {import('./startWorld.js').World} world
 * @param {readonly Step[]} steps
 * @param {{ endsAtMs: number, say: (line: string) => void, isVerbose?: boolean }} options
 */
export async function runSteps(world, steps, { endsAtMs, say, isVerbose = false }) {
  const { browser, collector, tap } = world
  /** @type {(Slot | undefined)[]} */
  const slots = Array.from({ length: tabCount })
  /** @type {Entry[]} */
  const calls = []
  /** @type {string[]} */
  const dropped = []
  /** @type {string[]} */
  const stale = []
  /** @type {string[]} */
  const pageErrors = []
  /** @type {(string | undefined)[]} */
  let users = [undefined]
  let changedAt = 0
  /** Tabs whose change of the identity is not saved yet, and in which step it was. @type {Map<number, number>} */
  const changing = new Map()
  let isDown = false
  const counts = { done: 0, passedOver: 0, kills: 0, crashes: 0, dead: 0 }

  /** @param {(call: Entry) => boolean} fits @param {Entry['state']} state */
  const become = (fits, state) => {
    for (const call of calls) {
      if ((call.state !== 'open' && call.state !== 'left') || !fits(call)) continue
      if (state === 'left') call.leftAt = Date.now()
      call.state = state
    }
  }
  /** @param {number} tab */
  const left = (tab) => {
    changing.delete(tab)
    become(({ slot, state }) => slot === tab && state === 'open', 'left')
  }
  /** @param {Entry} call */
  const isAtRisk = ({ state, leftAt }) => state === 'open' || Date.now() - leftAt < leavingMs
  /** @param {number} tab */
  const died = (tab) => {
    changing.delete(tab)
    become((call) => call.slot === tab && isAtRisk(call), 'killed')
    slots[tab] = undefined
  }
  /** Asks a page; one that does not answer is dead. @template T @param {number} tab @param {(page: Slot['page']) => Promise<T>} ask */
  const ask = async (tab, ask) => {
    const slot = slots[tab]
    if (!slot) return undefined
    const { value, isLate, error } = await within(ask(slot.page), answerMs)
    if (!isLate && !/crashed|Target closed|Session closed/i.test(String(error ?? ''))) return value
    counts.dead++
    say(`tab ${tab} is dead: ${isLate ? 'no answer' : error}`)
    died(tab)
    await within(slot.page.close(), 1_000)
  }
  const kill = async () => {
    counts.kills++
    await browser.kill()
    become(isAtRisk, 'killed')
    slots.fill(undefined)
    changing.clear()
    await browser.restart()
  }
  /** @param {number} tab */
  const crash = async (tab) => {
    const slot = slots[tab]
    if (!slot || !browser.can.crash) return false
    counts.crashes++
    await within(browser.crash(slot.page), answerMs)
    await within(slot.page.close(), 1_000)
    died(tab)
  }
  /** @param {number} tab @param {number} step */
  const save = async (tab, step) => {
    const before = calls.filter(({ slot, state }) => slot === tab && state === 'open')
    const change = changing.get(tab)
    const who = await ask(tab, (page) => page.run(saveAll))
    if (!who) return
    for (const call of before) if (call.state === 'open') call.state = 'saved'
    if (slots[tab]) slots[tab].isRestored = false
    // An answer that comes late says nothing of a change after it.
    if (changing.get(tab) === change && changing.delete(tab) && changing.size === 0) users = [who.userId]
    if (Date.now() - changedAt > newsMs && who.anonymousId && !users.includes(who.userId))
      stale.push(`step ${step}: tab ${tab} says ${who.userId} where ${users.join(' or ')} was logged in`)
    return who
  }
  /** @param {number} tab @param {string} to */
  const settle = async (tab, to = '') => {
    if (slots[tab]) slots[tab].isRestored = to === 'back'
    await ask(tab, (page) => within(page.waitFor(isSettled), answerMs / 2))
  }
  /** @param {Extract<Step, { after: string }>} step @param {number} index */
  const call = async (step, index) => {
    const { tab, after } = step
    await open(tab, 'shop')
    const slot = slots[tab]
    if (!slot) return false
    const { count = 0, text = 0, user = '' } = /** @type {any} */ (step)
    const next = after === 'leave' ? world.address('shop/product') : ''
    const asked = ask(tab, (page) => page.run(callTracker, { kind: step.do, key: `${index}`, count, text, user, next }))
    if (after === 'close') void slot.page.close().catch(() => {})
    const said = await asked
    const usersBefore = users
    // A page that is no more may have made the call all the same.
    if (step.do !== 'track' && (said || !slots[tab] || after === 'close')) {
      // Until it is saved, both who was here and who comes may be the one of whom the disk knows.
      users = [...new Set([...users, step.do === 'login' ? user : undefined])]
      changedAt = Date.now()
      // A page that does not know yet who is here learns it from the disk, a moment after the call.
      for (const call of calls) if (!call.who && changedAt - call.at < newsMs) call.users = [...new Set([...call.users, ...users])]
      if (said) changing.set(tab, index)
    }
    if (said) {
      // A page that has only heard from another tab who is here holds its calls yet, and a login too.
      const isHeld = step.do === 'login' && said.who.userId !== user
      const isKnown = said.who.anonymousId && !slot.isRestored && !isHeld
      const who = isKnown ? said.who : undefined
      const allowed = isKnown ? [said.who.userId] : [...new Set([...usersBefore, ...users])]
      const entry = { step: index, what: sayStep(step), who, users: allowed, at: Date.now(), slot: tab, leftAt: 0 }
      // Called before the page knows who is here, a login can turn out to be no news, and then is no event.
      const isEvent = step.do !== 'login' || isKnown || !usersBefore.includes(user)
      for (const id of isEvent ? said.ids : []) calls.push({ ...entry, id, state: 'open' })
      dropped.push(...said.dropped)
      pageErrors.push(...said.errors)
      if (isKnown && step.do === 'track' && Date.now() - changedAt > newsMs && !users.includes(said.who.userId))
        stale.push(`step ${index}: tab ${tab} tracks as ${said.who.userId} where ${users.join(' or ')} was logged in`)
    } else if (after !== 'close') {
      // An empty page, or the browser's own: back to the shop.
      if (!isDown) await travel(tab, (page) => page.goto(world.address('shop')))
      return false
    }
    if (after === 'saved') await save(tab, index)
    if (after === 'nothing') void save(tab, index)
    if (after === 'close') {
      left(tab)
      slots[tab] = undefined
    }
    if (after === 'leave') {
      left(tab)
      await settle(tab)
    }
    if (after === 'kill' && browser.can.kill) {
      void save(tab, index) // confirmed, if the answer is quicker than the kill
      await kill()
    }
    if (after === 'crash') await crash(tab)
    return true
  }
  /** @param {number} tab @param {(page: Slot['page']) => Promise<unknown>} go */
  const travel = async (tab, go, to = '') => {
    if (!slots[tab]) return false
    left(tab)
    await ask(tab, go)
    await settle(tab, to)
    return true
  }
  /** @param {number} tab @param {string} page */
  const open = async (tab, page) => {
    // Without a network there is nothing to open but the browser's own page of complaint.
    if (slots[tab] || isDown) return false
    const { value, error } = await within(browser.open(world.address(page)), answerMs)
    if (!value) say(`could not open a tab: ${error ?? 'no answer'}`)
    slots[tab] = value && { page: value, isRestored: false }
    await settle(tab)
    return true
  }

  /** @param {Step} step @param {number} index @returns {Promise<boolean | void>} false if there was nothing to do */
  const take = async (step, index) => {
    if (step.do === 'track' || step.do === 'login' || step.do === 'logout') return call(step, index)
    if (step.do === 'open') return open(step.tab, step.page)
    if (step.do === 'goto') return travel(step.tab, (page) => page.goto(world.address(step.page)))
    if (step.do === 'reload') return travel(step.tab, (page) => page.reload())
    if (step.do === 'back') return travel(step.tab, (page) => page.back(), 'back')
    if (step.do === 'forward') return travel(step.tab, (page) => page.run(() => history.forward()), 'back')
    if (step.do === 'front') return void ask(step.tab, (page) => page.front())
    if (step.do === 'flush') return void ask(step.tab, (page) => page.run(flushAll))
    if (step.do === 'crash') return crash(step.tab)
    if (step.do === 'kill') return kill()
    if (step.do === 'wait') return sleep(step.ms)
    // A renderer that hangs does not hear of it, and is found out by the step that asks it something.
    if (step.do === 'network') return void (await within(browser.offline((isDown = step.isDown)), answerMs))
    if (step.do === 'close') {
      const slot = slots[step.tab]
      if (!slot) return false
      await ask(step.tab, (page) => page.close())
      left(step.tab)
      slots[step.tab] = undefined
      return true
    }
    const { fault } = /** @type {Extract<Step, { do: 'collector' }>} */ (step)
    tap.down(fault === 'down')
    collector.fail(fault === 'down' ? null : fault)
  }

  for (const [index, step] of steps.entries()) {
    if (Date.now() > endsAtMs) break
    counts.done++
    const isDone = await take(step, index)
    if (isVerbose) say(`${index} ${sayStep(step)}${isDone === false ? ' passed over' : ''}, here: ${users.join(' or ')}`)
    if (isDone === false) counts.passedOver++
    if (index % 25 === 24) {
      const saved = calls.filter(({ state }) => state === 'saved').length
      say(`step ${index + 1}: ${calls.length} events, ${saved} saved, ${counts.kills} kills, ${counts.crashes} crashes, ${tap.requests()} requests`)
    }
  }
  await world.heal()
  for (const tab of slots.keys()) await take({ do: 'close', tab }, steps.length)
  return { calls, dropped, stale, pageErrors, counts }
}
