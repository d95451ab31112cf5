// The till's frame: who is served, what is on the bill, and what of it is reported.
// Must not hold prices or rules of the bill: those are in bill.js.

import { outboxLine } from '../shop/public/outboxLine.js'
import { money } from '../shop/public/products.js'
import { ownHtml, ownWorker } from '../shop/public/trusted.js'
import { createBill } from './bill.js'
import { deskOf } from './desks.js'
import { keepReceipt, receipts } from './receipts.js'
import { recognise } from './recognise.js'
import { billView, receiptsView, shelfView } from './views.js'

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** @param {(desk: import('./desks.js').Desk) => import('throughline').Tracker} startTracker */
export function startTill(startTracker) {
  const desk = deskOf(location.pathname)
  const tracker = startTracker(desk)
  const bill = createBill()
  const field = /** @type {HTMLInputElement} */ (byId('who'))
  /** @type {import('./recognise.js').Served | undefined} */
  let served

  /** One after the other stands here: nobody inherits the visitor of the one before. */
  function next() {
    tracker.reset()
    bill.clear()
    served = undefined
    field.value = ''
    field.removeAttribute('aria-invalid')
    byId('who-error').textContent = ''
    show()
    field.focus()
  }

  function show() {
    const isReturn = bill.isReturn()
    const isEmpty = bill.lines().length === 0
    byId('ask').hidden = served !== undefined
    byId('served').hidden = served === undefined
    byId('served-name').textContent = served?.name ?? ''
    byId('served-detail').textContent = served?.detail ?? ''
    byId('served-hint').textContent = served?.hint ?? ''
    byId('lines').innerHTML = ownHtml(billView(bill))
    byId('total').textContent = money(isReturn ? -bill.total() : bill.total())
    byId('bill').classList.toggle('is-return', isReturn)
    const pay = /** @type {HTMLButtonElement} */ (byId('pay'))
    pay.textContent = isReturn ? 'Pay back' : desk.pay
    pay.disabled = isEmpty
    byId('next').hidden = isEmpty && served === undefined
    for (const radio of document.querySelectorAll('input[name="kind"]')) {
      const input = /** @type {HTMLInputElement} */ (radio)
      input.checked = (input.value === 'return') === isReturn
    }
    showReceipts()
  }

  function showReceipts() {
    const list = receipts()
    byId('receipts').innerHTML = ownHtml(receiptsView(list))
    list.forEach(({ id, time, total, isReturn, who, desk: title }, index) => {
      const item = /** @type {Element} */ (byId('receipts').children[index])
      const at = new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
      // As text: what is in storage may have been edited by hand.
      const about = `${isReturn ? 'Return' : 'Sale'} ${id} · ${title} · ${at}`
      const texts = { who, sum: money(isReturn ? -total : total), about }
      for (const [name, text] of Object.entries(texts)) {
        const element = item.querySelector(`.receipt-${name}`)
        if (element) element.textContent = text
      }
    })
  }

  byId('ask').addEventListener('submit', (event) => {
    event.preventDefault()
    const answer = recognise(tracker, field.value)
    const isGood = 'served' in answer
    if (isGood) served = answer.served
    byId('who-error').textContent = isGood ? '' : answer.refusal
    field.setAttribute('aria-invalid', String(!isGood))
    show()
    if (isGood) byId('served').focus()
    else field.select()
  })

  byId('pay').addEventListener('click', () => {
    const id = `R-${Date.now().toString(36).toUpperCase()}`
    const { name, properties } = bill.report(id)
    tracker.track(name, properties)
    const who = served?.name ?? 'Nobody in particular'
    keepReceipt({ id, time: Date.now(), total: bill.total(), isReturn: bill.isReturn(), who, desk: desk.title })
    byId('done').textContent = `${bill.isReturn() ? 'Paid back' : 'Paid'}: ${money(bill.total())}, receipt ${id}.`
    next()
  })

  document.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button')
    if (!button) return
    const { add, less } = button.dataset
    const id = add ?? less
    if (button.id === 'next') next()
    if (!id) return
    byId('done').textContent = ''
    bill.change(id, add ? 1 : -1)
    show()
    // The bill was drawn anew; the button that had the focus, or its neighbour, gets it back.
    if (button.isConnected) return
    const again = byId('lines').querySelector(`[data-${add ? 'add' : 'less'}="${id}"]`) ?? byId('bill')
    const element = /** @type {HTMLElement} */ (again)
    element.focus()
  })

  document.addEventListener('change', (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target)
    if (input.name !== 'kind') return
    bill.setReturn(input.value === 'return')
    show()
  })

  document.title = `${desk.title} · Tidewick`
  byId('desk').textContent = desk.title
  byId('hint').textContent = desk.ask
  byId('shelf').innerHTML = ownHtml(shelfView())
  for (const link of document.querySelectorAll('#desks a')) {
    const { pathname } = /** @type {HTMLAnchorElement} */ (link)
    if (pathname === location.pathname) link.setAttribute('aria-current', 'page')
  }
  outboxLine(() => tracker, byId('outbox'))
  // Whoever was served when the page was closed has gone.
  next()
  // So that a till opens without a network; what it tracks waits in the page's own storage either way.
  navigator.serviceWorker?.register(ownWorker()).catch(() => {})
}
