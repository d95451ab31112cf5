// Owns what the comparison has to know of RudderStack's SDK: its settings with their reasons, and its protocol.
// Must not judge.
import { readBatch } from './readBody.js'

const docs = 'https://www.rudderstack.com/docs/sources/event-streams/sdks/rudderstack-javascript-sdk/load-js-sdk/'

/** @type {import('../contenders.js').Contender} */
export const rudderstack = {
  title: 'RudderStack',
  packageName: '@rudderstack/analytics-js',
  settings: [
    ["import from '/bundled'", 'plugins are in the file; the default one loads code from a CDN', docs],
    ['getSourceConfig inline', 'no request for settings before it starts', docs],
    ['queueOptions.batch: enabled, 100 items', 'one request for many events; the queue is in localStorage either way', `${docs}#queueoptions`],
    ['queueOptions.batch.flushInterval: 5000', 'the default of 60 s would have events wait for a minute', `${docs}#queueoptions`],
    ['queueOptions.maxItems: 1000', 'by default the oldest beyond 100 are dropped', `${docs}#queueoptions`],
    ["storage: { type: 'localStorage' }", 'cheaper than its cookies', docs],
  ],
  caveats: [],
  isEvents: (path) => /^\/(beacon\/)?v1\//.test(path),
  answer: () => ({ type: 'text/plain', body: 'OK' }),
  itemsOf: (text) => readBatch(text),
  read: ({ messageId, anonymousId, userId, event, properties }) => ({ id: messageId, anonymousId, userId: userId || undefined, name: event, properties }),
}
