// Where the cookie of the anonymous id is written, and what of it is believed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createIdCookie } from '../../../src/page/cookie.js'

const id = '0193a1b2-0000-7000-8000-00000000abcd'
const other = '0193a1b2-0000-7000-8000-00000000ef01'
type Cookie = { value: string; attributes: { [name: string]: string } }

/** What a browser keeps for one host: by name and domain; no domain that is public, and none of somebody else. */
let jar: Map<string, Cookie>
let writes: string[]
let host: { hostname: string; protocol: string }
const publicSuffixes = ['test', 'uk', 'co.uk', '1', '0.1', '0.0.1']

const setCookie = (text: string): void => {
  writes.push(text)
  const [pair = '', ...rest] = text.split(';')
  const [name = '', value = ''] = pair.split('=')
  const attributes = Object.fromEntries(rest.map((part) => part.split('=').concat('')))
  const { domain = '' } = attributes
  if (domain && (publicSuffixes.includes(domain) || !`.${host.hostname}`.endsWith(`.${domain}`))) return
  if (attributes['max-age'] === '0') jar.delete(`${name} ${domain}`)
  else jar.set(`${name} ${domain}`, { value, attributes })
}
const at = (hostname: string, protocol = 'https:') => {
  host = { hostname, protocol }
  vi.stubGlobal('location', host)
}
const kept = () => [...jar].map(([key, { value }]) => `${key} ${value}`)

beforeEach(() => {
  jar = new Map()
  writes = []
  at('www.shop.test')
  vi.stubGlobal('document', {
    get cookie() {
      return [...jar].map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ')
    },
    set cookie(text: string) {
      setCookie(text)
    },
  })
})
afterEach(() => void vi.unstubAllGlobals())

test.each([
  ['www.shop.test', 'shop.test'],
  ['shop.test', 'shop.test'],
  ['a.b.shop.co.uk', 'shop.co.uk'],
  ['127.0.0.1', '127.0.0.1'],
  ['test', ''],
  ['[::1]', '[::1]'],
])('at %s it is written once, with the domain "%s"', (hostname, domain) => {
  at(hostname)
  const cookie = createIdCookie('throughline-shop', undefined)
  cookie(id)
  expect(kept()).toEqual([`throughline-shop ${domain} ${id}`])
  expect(cookie()).toBe(id)
  cookie(other)
  expect(kept()).toEqual([`throughline-shop ${domain} ${other}`])
  cookie('')
  expect(kept()).toEqual([])
  expect(cookie()).toBeUndefined()
})

test('it is there for 400 days and for all paths, not for other sites, and on https only there', () => {
  const attributesOf = () => [...jar.values()][0]?.attributes
  const cookie = createIdCookie('shop', undefined)
  cookie(id)
  expect(attributesOf()).toEqual({ domain: 'shop.test', path: '/', 'max-age': '34560000', samesite: 'lax', secure: '' })
  at('www.shop.test', 'http:')
  cookie(id)
  expect(attributesOf()).not.toHaveProperty('secure')
})

test('the site can name the domain', () => {
  createIdCookie('shop', { domain: 'www.shop.test' })(id)
  expect(kept()).toEqual([`shop www.shop.test ${id}`])
  createIdCookie('shop', { domain: 'elsewhere.test' })(id)
  expect(kept()).toEqual([`shop www.shop.test ${id}`])
})

test('what is there with another domain goes, or it would hide what is written', () => {
  setCookie(`shop=${other};domain=www.shop.test;path=/`)
  setCookie(`shop=${other};path=/`)
  const cookie = createIdCookie('shop', undefined)
  cookie(id)
  expect(kept()).toEqual([`shop shop.test ${id}`])
})

test('where there is none, none is deleted: each write waits for another process', () => {
  createIdCookie('shop', undefined)(id)
  expect(writes.filter((write) => write.includes('max-age=0'))).toEqual([])
  expect(kept()).toEqual([`shop shop.test ${id}`])
})

test('it is written again each time, unless the site does that itself', () => {
  const cookie = createIdCookie('shop', undefined)
  cookie(id)
  const before = writes.length
  cookie(id)
  expect(writes.slice(before).some((write) => write.includes(id))).toBe(true)

  const theirs = createIdCookie('shop', { refresh: false })
  writes = []
  theirs(id)
  expect(writes).toEqual([])
  theirs(other)
  expect(kept()).toEqual([`shop shop.test ${other}`])
})

test('reading writes nothing, and neither does deleting what is not there', () => {
  const cookie = createIdCookie('shop', undefined)
  expect(cookie()).toBeUndefined()
  cookie('')
  expect(writes).toEqual([])
})

test.each([
  'junk',
  '',
  '00000000-0000-0000-0000-000000000000',
  `${id}0`,
  `0${id}`,
  id.toUpperCase(),
  `${id}.x`,
  `{"${id}":1}`,
  '%30193a1b2-0000-7000-8000-00000000abcd',
])('a cookie of %j is nobody', (value) => {
  setCookie(`shop=${value};path=/`)
  expect(createIdCookie('shop', undefined)()).toBeUndefined()
})

test('a cookie whose name only ends or begins like it is another one', () => {
  for (const name of ['myshop', 'shop2', 'sho']) setCookie(`${name}=${id};path=/`)
  expect(createIdCookie('shop', undefined)()).toBeUndefined()
  setCookie(`shop=${other};path=/`)
  expect(createIdCookie('shop', undefined)()).toBe(other)
})

test('a name that no cookie can have is written in one that it can', () => {
  const cookie = createIdCookie('throughline-a; b=c (1.*)', undefined)
  cookie(id)
  expect(cookie()).toBe(id)
  expect(kept()).toEqual([`throughline-a%3B%20b%3Dc%20(1.*) shop.test ${id}`])
})

test('with false there is none, and none is read', () => {
  setCookie(`shop=${id};path=/`)
  writes = []
  const cookie = createIdCookie('shop', false)
  expect(cookie()).toBeUndefined()
  cookie(other)
  cookie('')
  expect(writes).toEqual([])
})

test('where cookies are refused there is none, and nothing throws', () => {
  const refuse = () => {
    throw new DOMException('sandboxed', 'SecurityError')
  }
  vi.stubGlobal('document', Object.defineProperty({}, 'cookie', { get: refuse, set: refuse }))
  const cookie = createIdCookie('shop', undefined)
  expect(cookie()).toBeUndefined()
  expect(() => [cookie(id), cookie('')]).not.toThrow()
})
