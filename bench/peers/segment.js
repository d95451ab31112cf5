// Owns what the comparison has to know of Segment's SDK: its settings with their reasons, and its protocol.
// Must not judge.
import { readBatch } from './readBody.js'

/** @type {import('../contenders.js').Contender} */
export const segment = {
  title: 'Segment',
  packageName: '@segment/analytics-next',
  settings: [
    ['cdnSettings inline', 'no request for settings before it starts', 'https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/'],
    ['retryQueue: true', 'failed events are tried again and kept in localStorage when the page goes', 'https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/#retries'],
    ["deliveryStrategy 'standard' (default)", "batching keeps its buffer in memory only: it loses what the standard one keeps", 'https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/#batching'],
    ['keepalive: false (default)', 'its own comment warns that keepalive drops events beyond 64 kB', 'https://github.com/segmentio/analytics-next'],
  ],
  caveats: ['Batching would spare requests; it was not given because it loses events.'],
  isEvents: (path) => /^\/v1\/[a-z]$/.test(path) && path !== '/v1/m',
  answer: () => ({ body: '{"success":true}' }),
  itemsOf: (text) => readBatch(text),
  read: ({ messageId, anonymousId, userId, event, properties }) => ({ id: messageId, anonymousId, userId: userId || undefined, name: event, properties }),
}
