// The day's receipts, kept in localStorage so that they survive a reload.
// Must not touch the DOM or the tracker.

/** @typedef {{ id: string, time: number, total: number, isReturn: boolean, who: string, desk: string }} Receipt */

const key = 'till.receipts'
const maxReceipts = 30

/** @returns {Receipt[]} the newest first */
export function receipts() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]')
  } catch {
    return [] // edited by hand
  }
}

/** @param {Receipt} receipt */
export const keepReceipt = (receipt) =>
  localStorage.setItem(key, JSON.stringify([receipt, ...receipts()].slice(0, maxReceipts)))
