// Owns what the comparison has to know of Amplitude's SDK: its settings with their reasons, and its protocol.
// Must not judge.
import { readJson } from './readBody.js'

const docs = 'https://amplitude.com/docs/sdks/analytics/browser/browser-sdk-2'

/** @type {import('../contenders.js').Contender} */
export const amplitude = {
  title: 'Amplitude',
  packageName: '@amplitude/analytics-browser',
  hasCapture: true,
  settings: [
    ['flushMaxRetries: 1000', 'by default an event is given up after five attempts, some seven seconds', docs],
    ['flushIntervalMillis: 1000, flushQueueSize: 30 (defaults)', 'the shortest time in which something can be lost', docs],
    ['enableRequestBodyCompression: true', 'bodies are gzipped for collectors other than its own', docs],
    ["identityStorage: 'localStorage'", 'cheaper than its cookies', docs],
    ['fetchRemoteConfig: false', 'no request for settings before it starts', docs],
    ['on pagehide: setTransport(beacon), flush()', 'as its documentation tells sites to do', `${docs}#use-sendbeacon`],
  ],
  caveats: ['Newer versions (2.47.1 to 2.48.1) cannot be installed today: they ask for versions of its own plugins that are not published.'],
  isEvents: (path) => /\/2\/httpapi|\/batch/.test(path),
  answer: () => ({ body: '{"code":200,"events_ingested":1,"payload_size_bytes":1,"server_upload_time":1}' }),
  itemsOf: (text) => readJson(text).events,
  read: ({ insert_id, device_id, user_id, event_type, event_properties }) => ({
    id: insert_id, anonymousId: device_id, userId: user_id, name: event_type, properties: event_properties,
  }),
}
