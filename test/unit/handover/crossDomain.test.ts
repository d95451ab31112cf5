// @vitest-environment happy-dom
// What is handed over between domains and what is accepted, rule by rule. Real navigations are in the browser tests.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { crossDomain } from '../../../src/handover/crossDomain.js'
import { decorate } from '../../../src/handover/decorate.js'
import { arriveAt, createTracker, here, me, other, there, told } from './page.js'

const domains = ['shop.example', 'help.example']
const options = { domains }
const stops: (() => void)[] = []
const start = (stage = createTracker(), more = {}) => {
  stops.push(crossDomain({ ...options, ...more })(stage.tracker))
  return stage
}
const third = me.replace(/a$/, 'c')
const nonce = '0123456789abcdef'
const tokenOf = (id = other, ageMs = 1_000, once = nonce): string => `${id}.${(Date.now() - ageMs).toString(36)}.${once}`

beforeEach(() => {
  localStorage.clear()
  arriveAt(`${here}/`)
})
afterEach(() => {
  stops.splice(0).forEach((stop) => stop())
  document.body.innerHTML = ''
  vi.useRealTimers()
})

describe('a click', () => {
  /** Where the browser would go, and what is left in the page a moment later. */
  const click = async (html: string, event = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true })) => {
    document.body.innerHTML = html
    start()
    let target = ''
    document.body.addEventListener(event.type, () => (target = document.querySelector('a')?.getAttribute('href') ?? ''), { once: true })
    document.querySelector('#it')?.dispatchEvent(event)
    await told()
    return { target, left: document.querySelector('a')?.getAttribute('href'), prevented: event.defaultPrevented }
  }
  const middle = () => new MouseEvent('auxclick', { bubbles: true, composed: true, button: 1 })

  test('on a link takes the token along, and leaves none behind', async () => {
    const { target, left, prevented } = await click(`<a id="it" href="${there}/a">Help</a>`)
    expect(target).toMatch(/^https:\/\/help\.example\/a#tl_link=/)
    expect(left).toBe(`${there}/a`)
    expect(prevented).toBe(false)
  })

  test('leaves no token behind where two trackers listen', async () => {
    start()
    const { target, left } = await click(`<a id="it" href="${there}/a">Help</a>`)
    expect([target.split('tl_link').length, left]).toEqual([2, `${there}/a`])
  })

  test('leaves alone where the page itself leads the link elsewhere meanwhile', async () => {
    const html = `<a id="it" href="${there}/a">Help</a>`
    document.addEventListener('click', () => document.querySelector('a')?.setAttribute('href', '/mine'), { once: true })
    expect((await click(html)).left).toBe('/mine')
  })

  test('on what is in a link is one too', async () => {
    expect((await click(`<a href="${there}/a"><b id="it">Help</b></a>`)).target).toContain('tl_link')
  })

  test('with the middle button is one too', async () => {
    expect((await click(`<a id="it" href="${there}/a">Help</a>`, middle())).target).toContain('tl_link')
  })

  test('with the right button is none: a link that is copied carries nobody', async () => {
    const right = new MouseEvent('auxclick', { bubbles: true, composed: true, button: 2 })
    expect((await click(`<a id="it" href="${there}/a">Help</a>`, right)).target).toBe(`${there}/a`)
  })

  test.each([
    ['another site', '<a id="it" href="https://other.example/">x</a>'],
    ['the own site', '<a id="it" href="/basket">x</a>'],
    ['a link that leaves no referrer', `<a id="it" rel="noopener noreferrer" href="${there}/">x</a>`],
    ['a link that leads nowhere', '<a id="it">x</a>'],
  ])('on a link to %s changes nothing', async (_, html) => {
    document.body.innerHTML = html
    const before = document.querySelector('a')?.getAttribute('href') ?? ''
    expect((await click(html)).target).toBe(before)
  })

  test('after stop changes nothing', async () => {
    const { tracker } = createTracker()
    crossDomain(options)(tracker)()
    document.body.innerHTML = `<a id="it" href="${there}/a">Help</a>`
    const link = document.querySelector('a') as HTMLAnchorElement
    link.click()
    expect(link.href).toBe(`${there}/a`)
  })
})

type Setup = { readonly referrer?: string; readonly gpc?: 'ignore' }

describe('a page that opens with a token', () => {
  const open = async (token: string, { referrer = `${there}/`, ...more }: Setup = {}, stage = createTracker()) => {
    arriveAt(`${here}/p?q=1#tl_link=${token}`, referrer)
    start(stage, more)
    await told()
    return stage
  }
  const refused = async (...args: Parameters<typeof open>): Promise<string> => {
    const { links, errors } = await open(...args)
    expect(links).toEqual([])
    expect(errors).toHaveLength(1)
    expect(location.href).toBe(`${here}/p?q=1`)
    return errors[0] as string
  }

  test('links the two anonymous visitors, and takes the token out of its address', async () => {
    const { links, errors } = await open(tokenOf())
    expect(links).toEqual([['anonymous', other]])
    expect(errors).toEqual([])
    expect(location.href).toBe(`${here}/p?q=1`)
  })

  test('accepts what decorate has made', async () => {
    arriveAt(`${there}/`)
    const { tracker } = createTracker(other)
    const url = decorate(tracker, `${here}/p#section`, options)
    arriveAt(url)
    const { links } = start()
    expect(links).toEqual([['anonymous', other]])
    expect(location.href).toBe(`${here}/p#section`)
  })

  test('does so once', async () => {
    const token = tokenOf()
    await open(token)
    expect(await refused(token)).toMatch(/has been used/)
  })

  test('accepts none that cannot be remembered', async () => {
    vi.stubGlobal('localStorage', {
      getItem: () => null,
      setItem() {
        throw new Error('full')
      },
    })
    expect(await refused(tokenOf())).toMatch(/no storage/)
  })

  test('remembers only what is still good', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    for (let i = 0; i < 5; i++) {
      await open(tokenOf(other, 1_000, `${i}`.padStart(16, '0')))
      vi.advanceTimersByTime(110_000)
    }
    expect(JSON.parse(localStorage.getItem('throughline:used') ?? '')).toHaveLength(2)
  })

  test('accepts it for two minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    expect((await open(tokenOf(other, 120_000))).links).toHaveLength(1)
    expect(await refused(tokenOf(other, 120_001))).toMatch(/has expired/)
    expect(await refused(tokenOf(other, -60_000))).toMatch(/has expired/)
  })

  test.each([
    ['a forged referrer', 'https://evil.test/help.example'],
    ['a domain that ends alike', 'https://evilhelp.example/'],
    ['no referrer', ''],
    ['a page of its own', `${here}/comments`],
  ])('does nothing for %s', async (_, referrer) => {
    expect(await refused(tokenOf(), { referrer })).toMatch(/none of the configured domains/)
  })

  test('has nothing to do for its own visitor', async () => {
    const { links, errors } = await open(tokenOf(me))
    expect([links, errors, localStorage.length]).toEqual([[], [], 0])
  })

  test('does nothing for whatever else is in there', async () => {
    for (const text of ['', 'x', 'customer-1001', `${tokenOf()}x`, tokenOf().toUpperCase(), `customer-1001.${Date.now().toString(36)}.${nonce}`]) {
      expect(await refused(text)).toMatch(/malformed/)
    }
    await fc.assert(fc.asyncProperty(fc.webFragments(), async (text) => void expect((await open(text)).links).toEqual([])), { numRuns: 50 })
  })

  test('waits until it is known who is here, and writes nothing down before', async () => {
    const stage = await open(tokenOf(), {}, createTracker(''))
    expect([stage.links, localStorage.length]).toEqual([[], 0])
    stage.becomes(me)
    await told()
    stage.becomes(third)
    await told()
    expect([stage.links, stage.errors]).toEqual([[['anonymous', other]], []])
  })

  test('waits also for the visitor in the cookie, who takes the place of another in the same task', async () => {
    const stage = await open(tokenOf(), {}, createTracker(''))
    stage.becomes(me)
    stage.becomes(other)
    await told()
    expect([stage.links, stage.errors]).toEqual([[], []])
  })

  test('after stop it waits for nobody', async () => {
    const stage = await open(tokenOf(), {}, createTracker(''))
    stops.splice(0).forEach((stop) => stop())
    stage.becomes(me)
    await told()
    expect(stage.links).toEqual([])
  })

  test('forgets what it has used when consent is withdrawn', async () => {
    const stage = await open(tokenOf())
    expect(localStorage.length).toBe(1)
    stage.denies()
    expect(localStorage.length).toBe(0)
  })

  test('only cleans its address under Global Privacy Control', async () => {
    vi.stubGlobal('navigator', { globalPrivacyControl: true })
    const { links, errors } = await open(tokenOf())
    expect([links, errors, location.href]).toEqual([[], [], `${here}/p?q=1`])
    expect((await open(tokenOf(), { gpc: 'ignore' })).links).toHaveLength(1)
  })
})
