// Owns what the comparison has to know of Mixpanel's SDK: its settings with their reasons, and its protocol.
// Must not judge.
import { readJson } from './readBody.js'

const docs = 'https://docs.mixpanel.com/docs/tracking-methods/sdks/javascript'

/** @type {import('../contenders.js').Contender} */
export const mixpanel = {
  title: 'Mixpanel',
  packageName: 'mixpanel-browser',
  hasCapture: true,
  settings: [
    ["import from 'src/loaders/loader-module-core'", 'without the session recorder, which the default import bundles', `${docs}#load-options`],
    ["persistence: 'localStorage'", 'cheaper than its cookies', docs],
    ['batch_requests: true, batch_size: 50, batch_flush_interval_ms: 5000 (defaults)', 'the queue is kept in localStorage', docs],
    ["api_payload_format: 'json'", 'base64, the default for other hosts, is a third longer', docs],
    ['ignore_dnt: true', 'nothing is left out', docs],
  ],
  caveats: ['The SDK cannot gzip.'],
  isEvents: (path) => /^\/(track|engage|groups)\/?$/.test(path),
  answer: (path) => ({ body: /verbose/.test(path) ? '{"status":1,"error":null}' : '1' }),
  itemsOf: (text) => [readJson(text)].flat().filter((each) => each.event),
  read: ({ event, properties }) => ({
    id: properties.$insert_id, anonymousId: properties.$device_id, userId: properties.$user_id, name: event, properties,
  }),
}
