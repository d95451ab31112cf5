// Owns what the comparison has to know of Throughline: its settings, and how to read what it sends.
// Must not favour it: what a setting costs or spares is said as it is of the others.
import { readBatch } from './readBody.js'

/** @type {import('../contenders.js').Contender} */
export const throughline = {
  title: 'Throughline',
  packageName: 'throughline',
  hasCapture: true,
  capturePage: 'throughlineCapture',
  actsPage: 'throughlineActs',
  settings: [
    ['compress: true', 'bodies are gzipped from the first one on; PostHog gets the same from its remote configuration, Amplitude by an option', 'README.md, "Options"'],
  ],
  caveats: [],
  isEvents: (path) => path.startsWith('/v1/'),
  answer: () => ({ body: '{"success":true}' }),
  itemsOf: (text) => readBatch(text),
  read: ({ messageId, anonymousId, userId, event, properties }) => ({ id: messageId, anonymousId, userId: userId || undefined, name: event, properties }),
}
