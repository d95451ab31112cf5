// @vitest-environment happy-dom
// Both sides of a hand-off write down the same code; what is refused is told, and nothing else happens.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { acceptHandoff, handoff } from '../../../src/handover/handoff.js'
import { handoffFromUrl } from '../../../src/handover/handoffFromUrl.js'
import { readRules } from '../../../src/identity/readRules.js'
import { arriveAt, createTracker, here, told } from './page.js'

const now = Date.UTC(2026, 10, 22, 12, 34, 56)
const minuteMs = 60_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
  arriveAt(`${here}/basket?q=1`, '')
})

const made = (options = {}) => {
  const stage = createTracker()
  const answer = handoff(stage.tracker, options)
  if (!answer) throw new Error('There is no code')
  return { ...stage, ...answer, plain: answer.code.replaceAll('-', '') }
}

test('the code is recorded for the present person, and to be read out in groups', () => {
  const { code, plain, links, errors } = made()
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  expect(links).toEqual([['handoff', plain]])
  expect(errors).toEqual([])
})

test('it lives for a quarter of an hour, to the minute, or as long as it is told', () => {
  const lifeMs = (expiresInMs?: number) => made(expiresInMs === undefined ? {} : { expiresInMs }).expiresAt - now
  expect(lifeMs()).toBe(14 * minuteMs + 4_000)
  expect(lifeMs(60 * minuteMs)).toBe(59 * minuteMs + 4_000)
  expect(lifeMs(1)).toBe(minuteMs + 4_000)
  expect(lifeMs(Infinity)).toBe(24 * 60 * minuteMs - 56_000)
})

test('without being told otherwise the graph joins by it as long as it lives', () => {
  expect(readRules({}).handoffMs).toBeGreaterThanOrEqual(made().expiresAt - now)
})

test('its address is that of this page, or of another, with the code in it', () => {
  expect(made().url).toMatch(/^https:\/\/shop\.example\/basket\?q=1#tl_code=[0-9A-Z]{12}$/)
  expect(made({ url: '/till' }).url).toMatch(/^https:\/\/shop\.example\/till#tl_code=/)
  expect(made({ url: 'https://help.example/#/chat' }).url).toMatch(/^https:\/\/help\.example\/\?tl_code=[0-9A-Z]{12}#\/chat$/)
})

test('no two are alike', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => made().code)).size).toBe(1_000)
})

test('there is none while nobody is known, nor for what is no address', async () => {
  const nobody = createTracker('')
  const somebody = createTracker()
  expect(handoff(nobody.tracker)).toBeUndefined()
  expect(handoff(somebody.tracker, { url: 'https://' })).toBeUndefined()
  await told()
  expect([nobody.links, somebody.links]).toEqual([[], []])
  expect([nobody.errors[0], somebody.errors[0]]).toEqual([expect.stringMatching(/nobody to hand over/), expect.stringMatching(/no address/)])
})

describe('the other side', () => {
  const accept = async (text: string) => {
    const stage = createTracker()
    const answer = acceptHandoff(stage.tracker, text)
    await told()
    return { ...stage, answer }
  }

  test('records the same code, however it was typed', async () => {
    const { code, plain } = made()
    for (const typed of [code, plain, code.toLowerCase(), ` ${code.replaceAll('-', ' ')} `, code.replaceAll('0', 'O').replaceAll('1', 'l')]) {
      const { answer, links, errors } = await accept(typed)
      expect([answer, links, errors]).toEqual(['accepted', [['handoff', plain]], []])
    }
  })

  test('does nothing but an error for a mistyped one', async () => {
    const { code } = made()
    const wrong = code.replace(/.$/, (last) => (last === '7' ? '8' : '7'))
    for (const typed of [wrong, '', 'hello', code.slice(1)]) {
      const { answer, links, errors } = await accept(typed)
      expect([answer, links]).toEqual(['mistyped', []])
      expect(errors).toEqual([expect.stringMatching(/mistyped/)])
    }
  })

  test('does nothing but an error for an expired one', async () => {
    const { code, expiresAt } = made()
    vi.setSystemTime(expiresAt - 1)
    expect((await accept(code)).answer).toBe('accepted')
    vi.setSystemTime(expiresAt)
    const { answer, links, errors } = await accept(code)
    expect([answer, links]).toEqual(['expired', []])
    expect(errors).toEqual([expect.stringMatching(/expired/)])
  })
})

describe('a page that opens with a code', () => {
  const open = async (url: string, options = {}) => {
    arriveAt(url, '')
    const stage = createTracker()
    const stop = handoffFromUrl(options)(stage.tracker)
    await told()
    return { ...stage, stop }
  }

  test('accepts it, and takes it out of its address', async () => {
    const { url, plain } = made({ url: '/welcome?q=1' })
    expect((await open(url)).links).toEqual([['handoff', plain]])
    expect(location.href).toBe(`${here}/welcome?q=1`)
  })

  test('does nothing but an error for one that expired', async () => {
    const { url, expiresAt } = made({ url: '/welcome' })
    vi.setSystemTime(expiresAt)
    const { links, errors } = await open(url, { confirm: () => expect.unreachable() })
    expect([links, errors]).toEqual([[], [expect.stringMatching(/expired/)]])
    expect(location.href).toBe(`${here}/welcome`)
  })

  test('asks first where the site wants that, and does nothing without a yes', async () => {
    const { url, code, plain } = made({ url: '/welcome' })
    const asked: string[] = []
    const confirm = (answer: boolean) => (shown: string) => (asked.push(shown), Promise.resolve(answer))
    expect((await open(url, { confirm: confirm(false) })).links).toEqual([])
    expect((await open(url, { confirm: confirm(true) })).links).toEqual([['handoff', plain]])
    expect(asked).toEqual([code, code])
  })

  test('after stop a late yes does nothing', async () => {
    let answer = (_yes: boolean): void => {}
    const { links, stop } = await open(made().url, { confirm: () => new Promise<boolean>((resolve) => (answer = resolve)) })
    stop()
    answer(true)
    await told()
    expect(links).toEqual([])
  })

  test('without a code there is nothing to do', async () => {
    const { links, errors } = await open(`${here}/#reviews`)
    expect([links, errors, location.hash]).toEqual([[], [], '#reviews'])
  })
})
