// What is left of a URL before it is stored.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createUrlRedactor, redactText } from '../../../src/privacy/redactUrl.js'

const redact = createUrlRedactor(['product', 'coupon'])

test.each([
  ['a plain address stays', 'https://shop.example/shoes/red?page=2', 'https://shop.example/shoes/red?page=2'],
  ['the port stays', 'http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a'],
  [
    'campaign and view stay',
    'https://s.example/?utm_source=mail&sort=price&tab=2&lang=de',
    'https://s.example/?utm_source=mail&sort=price&tab=2&lang=de',
  ],
  ['named parameters stay', 'https://s.example/?product=42&secret=x', 'https://s.example/?product=42'],
  ['all other parameters go', 'https://s.example/?name=jane&q=my+illness&gclid=1&password=x', 'https://s.example/'],
  [
    'a name that only begins like a kept one goes',
    'https://s.example/?products=1&xutm_source=a&page2=1',
    'https://s.example/',
  ],
  ['user and password go', 'https://jane:secret@s.example/a', 'https://s.example/a'],
  [
    'an e-mail in the path',
    'https://s.example/users/jane.doe@mail.example/orders',
    'https://s.example/users/[email]/orders',
  ],
  ['an encoded e-mail in the path', 'https://s.example/u/jane%40mail.example', 'https://s.example/u/[email]'],
  [
    'an e-mail in a kept parameter',
    'https://s.example/?utm_content=jane@mail.example',
    'https://s.example/?utm_content=%5Bemail%5D',
  ],
  [
    'a twice encoded e-mail in a kept parameter',
    'https://s.example/?product=jane%2540mail.example',
    'https://s.example/?product=%5Bemail%5D',
  ],
  ['a token in the path', 'https://s.example/reset/a1B2c3D4e5F6g7H8i9J0k1L2', 'https://s.example/reset/[id]'],
  ['a UUID in the path', 'https://s.example/o/123e4567-e89b-12d3-a456-426614174000/x', 'https://s.example/o/[id]/x'],
  ['a long number in the path', 'https://s.example/order/1234567890', 'https://s.example/order/[id]'],
  [
    'a date and a short number stay',
    'https://s.example/2026/11/21/order/12345678',
    'https://s.example/2026/11/21/order/12345678',
  ],
  ['an e-mail encoded twice in the path', 'https://s.example/u/jane%2540mail.example/x', 'https://s.example/u/[email]/x'],
  ['a card in groups in the path', 'https://s.example/pay/4111%201111%201111%201111/x', 'https://s.example/pay/[id]/x'],
  ['an account in groups in the path', 'https://s.example/DE89%203704%200044%200532%200130%2000', 'https://s.example/DE[id]'],
  ['a number to call in the path', 'https://s.example/call/+49%20171%201234567/now', 'https://s.example/call/[id]/now'],
  ['a number behind an encoded space', 'https://s.example/a%20171234567890', 'https://s.example/a%20[id]'],
  ['a number behind an encoded letter', 'https://s.example/caf%C3%A9123456789', 'https://s.example/caf%C3%A9[id]'],
  ['a per cent sign beside it', 'https://s.example/100%25/jane@mail.example', 'https://s.example/100%25/[email]'],
  ['an e-mail with encoded signs', 'https://s.example/u/am9obg%3D%3D%40mail.example/x', 'https://s.example/u/[email]/x'],
  ['an e-mail behind an encoded space', 'https://s.example/u/john%20@mail.example', 'https://s.example/u/[email]'],
  ['a card beside a per cent sign', 'https://s.example/50%25/4111%201111%201111%201111', 'https://s.example/50%25/[id]'],
  ['an e-mail behind a letter of another encoding', 'https://s.example/%E9t%E9/john%2540mail.example', 'https://s.example/%E9t%E9/[email]'],
  ['what is encoded and harmless stays as it is', 'https://s.example/a%2Fb%20c%2520d%C3%A9%E9', 'https://s.example/a%2Fb%20c%2520d%C3%A9%E9'],
  ['a hash that is a place goes', 'https://s.example/a#section', 'https://s.example/a'],
  ['a hash with a token goes', 'https://s.example/a#access_token=abc', 'https://s.example/a'],
  ['a hash that is a route stays', 'https://s.example/a#/cart', 'https://s.example/a#/cart'],
  ['the other kind of route stays', 'https://s.example/a#!/cart', 'https://s.example/a#!/cart'],
  ['a route loses its query', 'https://s.example/a#/cart?token=1', 'https://s.example/a#/cart'],
  ['a route is masked', 'https://s.example/a#/u/jane@mail.example', 'https://s.example/a#/u/[email]'],
  ['an address to write to', 'mailto:jane@mail.example', 'mailto:'],
  ['a number to call', 'tel:+491701234567', 'tel:'],
  ['a page without an address', 'about:blank', 'about:'],
  ['data', 'data:text/html,secret\nsecret', 'data:'],
  ['a file', 'file:///home/jane/page.html', 'file:'],
  ['no referrer', '', ''],
])('%s', (_, url, left) => {
  expect(redact(url)).toBe(left)
})

const letters = (text: string) => fc.constantFrom(...text)
const text = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: letters(alphabet), minLength, maxLength })
const word = text('abcdefghijklmnopqrstuvwxyz', 1, 12)
const secret = fc.oneof(
  fc.tuple(text('abcxyz.-_0189', 1, 12), word, word).map(([name, host, end]) => `${name}@${host}.${end}`),
  text('abcdefXYZ0123456789_', 24, 60),
  fc.uuid(),
  text('0123456789', 9, 16),
  fc.tuple(fc.array(text('0123456789', 4, 4), { minLength: 4, maxLength: 5 }), letters(' -.\u00a0')).map(([groups, between]) => groups.join(between)),
)
const encodings = [(value: string) => value, encodeURIComponent, (value: string) => value.replace('@', '%40'), (value: string) => encodeURIComponent(encodeURIComponent(value))]
const place = fc.constantFrom(
  (value: string, ...[a, b]: string[]) => `https://shop.example/${a}/${value}/${b}?page=1`,
  (value: string, ...[a, b]: string[]) => `https://shop.example/${a}?${b}=${value}&utm_term=${value}`,
  (value: string, ...[a, b]: string[]) => `https://shop.example/${a}?product=${b}%20${value}#${value}`,
  (value: string, ...[a, b]: string[]) => `https://${a}:${value}@shop.example/${b}`,
  (value: string, ...[a, b]: string[]) => `https://shop.example/${a}#/${value}/${b}?x=${value}`,
)

test('no e-mail, token or long number gets through, wherever it stands', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...encodings), place, word, word, (value, encode, put, a, b) => {
      const left = decodeURIComponent(redact(put(encode(value), a, b)))
      expect(left).not.toContain(value)
      expect(left).not.toMatch(/@|\d{9}|\w{24}/)
    }),
    { numRuns: 1000 },
  )
})

test('doing it twice changes nothing more', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.tuple(secret, place, word, word).map(([value, put, a, b]) => put(value, a, b)),
      ),
      (url) => {
        expect(redact(redact(url))).toBe(redact(url))
      },
    ),
    { numRuns: 1000 },
  )
})

test.each([
  ['Call +49 171 1234567 now', 'Call [id] now'],
  ['Call 0171 / 123 45 67', 'Call [id]'],
  ['Call 0171 1234567', 'Call [id]'],
  ['Call (0171) 123-4567', 'Call ([id]'],
  ['Call 415-555-2671', 'Call [id]'],
  ['Call (415) 555-2671', 'Call ([id]'],
  ['Pay with 4111 1111 1111 1111', 'Pay with [id]'],
  ['Pay with 3782-822463-10005', 'Pay with [id]'],
  ['Pay with 4111.1111.1111.1111', 'Pay with [id]'],
  ['Pay with 4111\u00a01111\u00a01111\u00a01111', 'Pay with [id]'],
  ['Account NL91 ABNA 0417 1643 00, 100 % safe', 'Account NL91 ABNA [id], 100 % safe'],
  ['Write to jane.doe@mail.example.', 'Write to [email]'],
  ['Write to jane.doe＠mail.example', 'Write to [email]'],
  ['On 01.02.2026 or 2026-11-22 10:30', 'On 01.02.2026 or 2026-11-22 10:30'],
  ['From 19.90 to 1,299.00 in 24 rates', 'From 19.90 to 1,299.00 in 24 rates'],
  ['Size 42 - 43 - 44', 'Size 42 - 43 - 44'],
])('of the text %s stays %s', (text, left) => expect(redactText(text)).toBe(left))

test.each(['a', '0', ' 0', '-', '+', '0 ', 'a@', '1-'])('a long text of %j is redacted in one go', (part) => {
  expect(redactText(part.repeat(200_000)).length).toBeLessThan(400_001)
})

test('pages of an app or an extension keep their own address, and of others only the scheme stays', () => {
  const inApp = 'capacitor://localhost'
  expect(redact(`${inApp}/orders/1234567890?token=a&tab=open`, inApp)).toBe('capacitor://localhost/orders/[id]?tab=open')
  expect(redact('capacitor://elsewhere/orders', inApp)).toBe('capacitor:')
  expect(redact('file:///home/jane/page.html', 'file://')).toBe('file:')
})
