// @vitest-environment happy-dom
// Which addresses get a token, and what is in it; the same rule holds for clicks and forms.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { crossDomain } from '../../../src/handover/crossDomain.js'
import { decorate } from '../../../src/handover/decorate.js'
import { arriveAt, createTracker, here, me, there } from './page.js'

const options = { domains: ['shop.example', 'help.example'] }

beforeEach(() => arriveAt(`${here}/`))

describe('an address', () => {
  const decorated = (url: string, more: object = {}): boolean => decorate(createTracker().tracker, url, { ...options, ...more }) !== url

  test.each([
    [`${there}/`],
    ['https://www.help.example/a?b#c'],
    ['https://HELP.example:8443/'],
    ['https://www.shop.example/'],
  ])('%s of a configured domain is decorated', (url) => expect(decorated(url)).toBe(true))

  test.each([
    ['another site', 'https://other.example/'],
    ['a domain that ends alike', 'https://evilhelp.example/'],
    ['a domain that begins alike', 'https://help.example.evil.test/'],
    ['a user name that looks like one', 'https://help.example@evil.test/'],
    ['a path that looks like one', 'https://evil.test/help.example'],
    ['its own origin', `${here}/basket`],
    ['a way without encryption', 'http://help.example/'],
    ['a mail', 'mailto:a@help.example'],
    ['a script', 'javascript:void "help.example"'],
    ['a relative one', '/basket'],
    ['nothing', ''],
  ])('of %s comes back as it was', (_, url) => expect(decorated(url)).toBe(false))

  test('carries the anonymous id and nothing of the known customer', () => {
    const url = decorate(createTracker().tracker, `${there}/`, options)
    expect(url).toMatch(new RegExp(`^https://help\\.example/#tl_link=${me}\\.[0-9a-z]{8}\\.[0-9a-f]{16}$`))
    expect(url).not.toContain('customer-1001')
  })

  test('gets another token each time', () => {
    const { tracker } = createTracker()
    expect(decorate(tracker, there, options)).not.toBe(decorate(tracker, there, options))
  })

  test('comes back as it was while nobody is known', () => {
    expect(decorate(createTracker('').tracker, there, options)).toBe(there)
  })

  test('comes back as it was under Global Privacy Control, unless that is ignored', () => {
    vi.stubGlobal('navigator', { globalPrivacyControl: true })
    expect(decorated(there)).toBe(false)
    expect(decorated(there, { gpc: 'ignore' })).toBe(true)
  })

  test('with a port belongs to a domain without one, or with just that', () => {
    arriveAt('http://localhost:4101/')
    expect(decorated('http://localhost:4102/', { domains: ['localhost'] })).toBe(true)
    expect(decorated('http://localhost:4102/', { domains: ['localhost:4102'] })).toBe(true)
    expect(decorated('http://localhost:4103/', { domains: ['localhost:4102'] })).toBe(false)
  })
})

test.each(['', 'https://help.example', '*.help.example', 'help.example/path', 'a b'])("'%s' is no domain, and the mend is told at once", (domain) => {
  expect(() => crossDomain({ domains: [domain] })).toThrow(`'${domain}' is no domain: write it like shop.example`)
})
