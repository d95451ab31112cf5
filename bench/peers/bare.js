// Owns the limit that stands beside the contenders: one JSON.stringify and one fetch per event, and nothing else.
// Must not be read as a tracker: it keeps nothing, retries nothing and knows nobody.
import { readJson } from './readBody.js'

/** @type {import('../contenders.js').Contender} */
export const bare = {
  title: 'bare fetch',
  isControl: true,
  settings: [],
  caveats: ['No tracker: one `fetch(JSON.stringify(event))` per event, with an id and a time. It shows what the browser itself costs.'],
  isEvents: (path) => path === '/events',
  answer: () => ({ body: '{}' }),
  itemsOf: (text) => [readJson(text)],
  read: (item) => item,
}
