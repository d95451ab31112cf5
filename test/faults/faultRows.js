// The rows of the fault table: whatever happens, every event that was tracked arrives.
// Must name each row once; its tests, in test/browser, begin with its number: 'row 14, IndexedDB refused: ...'.

/** @type {Readonly<Record<number, string>>} */
export const faultRows = {
  1: 'nothing: 1,000 events',
  2: '200 events, and the tab closed at once',
  3: 'offline, then online in the same page',
  4: 'offline, page closed, opened again online',
  5: '5,000 events offline',
  6: 'the collector answers 500 for a while',
  7: '429 with `Retry-After`, which is waited for',
  8: 'the answer is lost after the collector has stored the batch',
  9: 'browser killed 300 ms after tracking',
  10: 'two tabs offline, both closed, one opened again',
  11: 'the collector never answers',
  12: '413 above 20 kB',
  13: 'one poison event in a batch: all others',
  14: 'IndexedDB refused, missing, hanging, failing, deleted',
  15: 'quota exhausted',
  16: 'a link clicked right after `track`',
  17: 'back/forward cache',
  18: 'two versions of the library in two tabs',
  19: 'the clock set back an hour',
  20: 'closed offline, delivered by a service worker',
}

/** Rows whose tests are still to be written. */
export const rowsToCome = []
