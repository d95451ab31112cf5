// Owns what the comparison has to know of Snowplow's tracker: its settings with their reasons, and its protocol.
// Must not judge.
import { readJson } from './readBody.js'

const docs = 'https://docs.snowplow.io/docs/sources/web-trackers/tracker-setup/initialization-options/'

/** @type {import('../contenders.js').Contender} */
export const snowplow = {
  title: 'Snowplow',
  packageName: '@snowplow/browser-tracker',
  settings: [
    ["stateStorageStrategy: 'cookieAndLocalStorage' (default)", 'the queue is kept in localStorage', docs],
    ['maxLocalStorageQueueSize: 10000', 'by default the oldest beyond 1,000 are dropped', docs],
    ['bufferSize: 1 (default)', 'it has no timer: with more, the last ones of a visit wait until the page is hidden', docs],
    ['keepalive: false (default)', 'its notes of 4.5 say that requests with it stayed pending in Chrome', docs],
    ["credentials: 'omit'", 'nothing of the others is sent along', docs],
  ],
  caveats: ['A larger `bufferSize` would spare requests; it was not given because the last events of a visit would wait for the next.'],
  isEvents: (path) => path.startsWith('/com.snowplowanalytics.snowplow/'),
  answer: () => ({ type: 'text/plain', body: 'ok' }),
  itemsOf: (text) => readJson(text).data,
  read({ eid, duid, uid, ue_pr, e }) {
    const said = ue_pr && readJson(ue_pr).data
    return { id: eid, anonymousId: duid, userId: uid, name: said?.data?.name ?? e, properties: said?.data?.properties }
  },
}
