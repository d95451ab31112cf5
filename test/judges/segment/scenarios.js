// Calls of analytics.js, run in a page against analytics-next and against the facade; their text is the left column of the table.
// Must run in a browser and import nothing. `why` explains a difference that is meant; without it there must be none.

/**
 * @typedef {object} Scenario
 * @property {(analytics: any) => unknown} run
 * @property {string} [why]
 * @property {string} [query] of the page's address
 * @property {(page: Window) => unknown} [before] runs before the library
 */

/** @type {readonly Scenario[]} */
export const scenarios = [
  { run: (analytics) => analytics.track('Order Completed', { total: 30, products: [{ sku: 'g-32' }] }) },
  { run: (analytics) => analytics.track('Signed Up') },
  { run: (analytics) => analytics.track({ event: 'Signed Up', properties: { plan: 'pro' } }) },
  { run: (analytics) => analytics.track('Signed Up', { plan: 'pro' }, { integrations: { Amplitude: { session_id: 7 }, Mixpanel: false } }) },
  { run: (analytics) => analytics.track('Signed Up', {}, { context: { ip: '0.0.0.0', active: true } }) },
  { run: (analytics) => analytics.track('Signed Up', {}, { campaignCode: 'x' }) },
  { run: (analytics) => analytics.track('Signed Up', {}, { timestamp: '2020-01-02T03:04:05.000Z' }) },
  { run: (analytics) => new Promise((resolve) => analytics.track('Signed Up', { plan: 'pro' }, resolve)) },
  { run: (analytics) => analytics.track('').catch(() => analytics.track('Refused')) },
  { run: (analytics) => analytics.page() },
  { run: (analytics) => analytics.page('Pricing') },
  { run: (analytics) => analytics.page('Docs', 'Index') },
  { run: (analytics) => analytics.page('Docs', 'Index', { version: 2 }, { integrations: { All: false } }) },
  { run: (analytics) => analytics.page({ version: 2 }) },
  {
    run: (analytics) => analytics.page(),
    query: '?utm_source=mail&token=secret',
    why: 'of an address only harmless parameters are kept; list more in `keepQuery`',
  },
  { run: (analytics) => analytics.screen('Home', { tab: 'news' }) },
  { run: (analytics) => analytics.identify('alice', { plan: 'gold' }) },
  { run: (analytics) => analytics.identify(1001) },
  { run: (analytics) => analytics.identify({ email: 'a@example.com' }) },
  { run: async (analytics) => (await analytics.identify('alice', { plan: 'gold' }), analytics.identify('alice', { age: 7 })) },
  { run: async (analytics) => (await analytics.identify('alice', { plan: 'gold' }), analytics.identify({ age: 7 })) },
  { run: async (analytics) => (await analytics.identify('alice'), analytics.identify('alice')) },
  { run: async (analytics) => (await analytics.identify({ plan: 'gold' }), analytics.identify('alice')) },
  { run: async (analytics) => (await analytics.identify('alice', { plan: 'gold' }), analytics.identify('bob', { age: 7 })) },
  { run: async (analytics) => (await analytics.identify('alice'), analytics.track('Paid')) },
  {
    run: (analytics) => analytics.identify('null', { plan: 'gold' }),
    why: 'an id that means nobody would make one person of all who have it: refused, and reported on `error`',
  },
  { run: (analytics) => analytics.group('acme', { employees: 12 }) },
  { run: async (analytics) => (await analytics.group('acme', { employees: 12 }), analytics.track('Paid', { by: analytics.group().id() })) },
  { run: (analytics) => analytics.alias('alice', 'old-alice') },
  {
    run: async (analytics) => (await analytics.identify('alice'), analytics.alias('bob')),
    why: 'who the alias is of is said: the customer, or the anonymous visitor',
  },
  { run: async (analytics) => (await analytics.identify('alice'), analytics.reset(), analytics.track('After')) },
  { run: (analytics) => analytics.track('Who', { user: analytics.user().id(), hasVisitor: typeof analytics.user().anonymousId() }) },
  {
    run: async (analytics) => (analytics.setAnonymousId('11111111-1111-4111-8111-111111111111'), analytics.track('After')),
    why: 'a visitor keeps the id that events have been sent with; the other is linked to it. Before `load` it is taken over',
  },
  { run: async (analytics) => (await analytics.addSourceMiddleware((/** @type {any} */ { payload, next }) => ((payload.obj.properties.added = true), next(payload))), analytics.track('Paid')) },
  { run: async (analytics) => (await analytics.addSourceMiddleware(() => {}), void analytics.track('Dropped'), new Promise((done) => setTimeout(done, 50))) },
  { run: async (analytics) => (analytics.on('track', (/** @type {string} */ name) => name === 'First' && analytics.track('Heard')), await analytics.track('First'), new Promise((done) => setTimeout(done, 50))) },
  { run: async (analytics) => (analytics.once('track', () => analytics.track('Heard')), await analytics.track('First'), await analytics.track('Second'), new Promise((done) => setTimeout(done, 50))) },
  { run: (analytics) => new Promise((done) => analytics.ready(() => done(analytics.track('Ready')))) },
  {
    run: async (analytics) => (void analytics.track('Before'), void analytics.identify('alice'), analytics.track('After')),
    why: 'who it was is written on an event at the call, and not when it is sent',
  },
  {
    run: (analytics) => analytics.track('Early'),
    query: '?ajs_uid=mallory&ajs_event=Forged',
    why: 'nothing about who somebody is, or what they did, is taken from an address',
  },
  {
    run: (analytics) => analytics.track('Who', { user: analytics.user().id(), visitor: analytics.user().anonymousId() }),
    before: (page) => {
      page.localStorage.setItem('ajs_anonymous_id', '"22222222-2222-4222-8222-222222222222"')
      page.document.cookie = 'ajs_user_id=alice;path=/'
    },
    why: 'what analytics.js has left is taken over; the login is stated once again',
  },
]

/** @param {Scenario} scenario @returns {string} as a reader would write it */
export const textOf = ({ run, query = '' }) => {
  const body = String(run).replace(/^(async )?\((analytics)?\) => /, '').replace(/\/\*\*.*?\*\/ /g, '').replace(/^\((.*)\)$/s, '$1')
  return `${query && `on \`${query}\`: `}\`${body}\``
}
