// Owns what the comparison has to know of Jitsu's SDK: its settings with their reasons, and its protocol.
// Must not judge.
import { readJson } from './readBody.js'

/** @type {import('../contenders.js').Contender} */
export const jitsu = {
  title: 'Jitsu',
  packageName: '@jitsu/js',
  settings: [['none', 'it has no queue, no retry and no batch to set up', 'https://docs.jitsu.com/sending-data/npm']],
  caveats: [],
  isEvents: (path) => path.startsWith('/api/s/'),
  answer: () => ({ body: '{"ok":true}' }),
  itemsOf: (text) => [readJson(text)],
  read: ({ messageId, anonymousId, userId, event, properties }) => ({ id: messageId, anonymousId, userId: userId || undefined, name: event, properties }),
}
