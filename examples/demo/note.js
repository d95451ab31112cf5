// What a page tracked, written down by the page itself: the list that the visit compares with the collector's.
// Must not use anything of the tracker but `use`. It runs in the browser, and must be self-contained.

/** @typedef {{ id: string, type: string, name?: string, stream: string, time: number }} Noted */

/**
 * A step that writes each event down in localStorage, which outlives the tab, and lets it pass unchanged.
 * @param {import('throughline').Event} event
 */
export function note(event) {
  const { id, type, name, stream, time } = event
  const noted = JSON.parse(localStorage.getItem('visit.noted') ?? '[]')
  localStorage.setItem('visit.noted', JSON.stringify([...noted, { id, type, name, stream, time }]))
  return event
}
