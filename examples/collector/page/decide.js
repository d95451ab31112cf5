// What a reader of this page can decide: undo a link, verify or refuse a merge, delete a person.
// Asks first, because none of it can be taken back; draws nothing.

/** @type {(path: string, method: string, body?: object) => Promise<boolean>} */
async function send(path, method, body) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) alert(`That did not work: ${(await answer.json()).error}`)
  return answer.ok
}

/** @param {string} link its id: what only it held together comes apart */
export const undo = (link) => confirm('Take this link out for good?') && send('/unlinks', 'POST', { link })

/** @type {(merge: string, verdict: 'verified' | 'refused') => boolean | Promise<boolean>} */
export const judge = (merge, verdict) =>
  confirm(verdict === 'verified' ? 'Make one person of these two customers?' : 'Refuse this merge for good?') &&
  send('/merges', 'POST', { merge, verdict })

/** @type {(key: string, events: number) => boolean | Promise<boolean>} */
export const erase = (key, events) =>
  confirm(`Delete ${key} for good, with ${events} events, all links, and whatever of them comes later?`) &&
  send(`/people/${encodeURIComponent(key)}`, 'DELETE')
