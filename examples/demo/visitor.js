// A visitor with a real browser: looks at pages, clicks and types as a person does.
// Must not call the shop's or the tracker's code: every act goes through mouse and keyboard.

import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 10_000
const glanceMs = 25

/** @typedef {import('../../test/support/browser.js').Page} Page */

/**
 * Resolves once the function answers with something truthy in the page; a page that is just going is no answer.
 * @template {any[]} A
 * @param {Page} page
 * @param {string} what for the error
 * @param {(...args: A) => unknown} fn self-contained
 * @param {A} args
 */
export async function until(page, what, fn, ...args) {
  const end = Date.now() + patienceMs
  for (;;) {
    const answer = await page.run(fn, ...args).catch(() => false)
    if (answer) return
    if (Date.now() > end) throw new Error(`Waited ${patienceMs / 1000} s at ${page.url()} for ${what}.`)
    await sleep(glanceMs)
  }
}

/** @param {Page} page @param {string} path */
export const arrive = (page, path) =>
  until(page, path, (wanted) => location.pathname === wanted && document.readyState === 'complete', path)

/**
 * Clicks what leads to another page, and waits for that page.
 * @param {Page} page @param {string} selector @param {string} path
 */
export async function follow(page, selector, path) {
  await page.click(selector)
  await arrive(page, path)
}

/** Types an e-mail and presses Enter. @param {Page} page @param {string} email */
export async function logIn(page, email) {
  await page.click('#email')
  await page.type('#email', email)
  await page.press('Enter')
}
