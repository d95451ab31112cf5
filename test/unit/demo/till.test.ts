// @vitest-environment happy-dom
// The till's own rules: what a bill comes to, who is recognised by what, and what is served.
import { beforeEach, describe, expect, it } from 'vitest'
import { createBill } from '../../../examples/till/bill.js'
import { deskOf, isDesk } from '../../../examples/till/desks.js'
import { keepReceipt, receipts } from '../../../examples/till/receipts.js'
import { recognise } from '../../../examples/till/recognise.js'
import { handoff } from '../../../src/handover/index.js'
import { createTracker } from '../handover/page.js'

beforeEach(() => localStorage.clear())

describe('a bill', () => {
  it('adds up in cents, and never has less than nothing of anything', () => {
    const bill = createBill()
    for (const id of ['throw', 'mug', 'mug']) bill.change(id, 1)
    bill.change('lamp', -1)
    expect([bill.total(), bill.lines().length]).toEqual([100.5, 2])
    bill.change('castle', 1)
    expect(bill.lines()).toHaveLength(2)
  })

  it('is an order or a refund, in the words of the shop', () => {
    const bill = createBill()
    bill.change('mug', 2)
    const properties = { order_id: 'R-1', total: 28, currency: 'EUR', products: [expect.objectContaining({ product_id: 'mug', quantity: 2 })] }
    expect(bill.report('R-1')).toEqual({ name: 'Order Completed', properties })
    bill.setReturn(true)
    expect(bill.report('R-1').name).toBe('Order Refunded')
    bill.clear()
    expect([bill.isReturn(), bill.total()]).toEqual([false, 0])
  })
})

describe('who stands there', () => {
  it('is known by the card', () => {
    const { tracker, links } = createTracker()
    expect(recognise(tracker, ' l-77801 ')).toMatchObject({ served: { name: 'Ada Fern' } })
    expect(links).toEqual([['loyalty', 'L-77801']])
  })

  it('or by a code, typed or scanned with its address, and then no name is shown', () => {
    const { code, url } = handoff(createTracker().tracker) ?? { code: '', url: '' }
    for (const typed of [code.toLowerCase(), url]) {
      const { tracker, links } = createTracker()
      expect(recognise(tracker, typed)).toMatchObject({ served: { name: 'A visitor of the website', detail: `code ${code}` } })
      expect(links).toEqual([['handoff', code.replaceAll('-', '')]])
    }
  })

  it.each([['L-00000', /no card/], ['hello', /no card and no code/], ['', /no card and no code/]])('or not: %j', (typed, reason) => {
    const { tracker, links } = createTracker()
    expect(recognise(tracker, typed)).toEqual({ refusal: expect.stringMatching(reason) })
    expect(links).toEqual([])
  })
})

it('the desks are two channels', () => {
  expect(['/', '/phone'].map((path) => deskOf(path).channel)).toEqual(['store', 'phone_call'])
  expect([isDesk('/phone'), isDesk('/toString')]).toEqual([true, false])
})

it('receipts survive a reload, the newest first, and a broken record is none', () => {
  for (const id of ['a', 'b']) keepReceipt({ id, time: 1, total: 1, isReturn: false, who: 'x', desk: 'y' })
  expect(receipts().map(({ id }) => id)).toEqual(['b', 'a'])
  localStorage.setItem('till.receipts', '{')
  expect(receipts()).toEqual([])
})
