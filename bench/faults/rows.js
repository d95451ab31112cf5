// Owns the rows of the fault table that a page driver can do to anybody's SDK.
// Must not know any SDK, and must give each the same time.
import { setTimeout as sleep } from 'node:timers/promises'
import { trackMany, visit } from '../visit.js'

/** @typedef {import('../visit.js').Page} Page */

/**
 * @typedef {object} Scene
 * @property {import('../visit.js').Browser} browser
 * @property {import('../stands.js').Stand} stand
 * @property {string} run
 */

/**
 * What happens; answers how many events were tracked, and the page that is still open, if any.
 * @typedef {(scene: Scene) => Promise<{ tracked: number, page?: Page }>} Act
 */

/** As long as a collector is out of order. */
const outageMs = 20_000

/** A page that has delivered something: whatever a start needs is there. @param {Scene} scene */
async function settled({ browser, stand }) {
  const page = await visit(browser, stand)
  await trackMany(page, { run: 'settled', count: 1 })
  for (let i = 0; i < 80 && stand.sink.counts('settled').size === 0; i++) await sleep(100)
  await sleep(500)
  return page
}

/** @param {Scene} scene @param {import('../sink.js').Fault} fault @param {{ ms?: number, count?: number, times?: number }} [plan] */
async function failing(scene, fault, { ms = outageMs, count = 20 } = {}) {
  const { stand, run } = scene
  const page = await settled(scene)
  stand.sink.fail(fault)
  await trackMany(page, { run, count, perTask: 1, everyMs: 50 })
  await sleep(ms)
  stand.sink.fail()
  return { tracked: count, page }
}

/** @type {{ name: string, title: string, act: Act }[]} */
export const rows = [
  {
    name: 'healthy',
    title: 'healthy, 1,000 events',
    async act(scene) {
      const page = await settled(scene)
      await trackMany(page, { run: scene.run, count: 1000, perTask: 20 })
      return { tracked: 1000, page }
    },
  },
  {
    name: 'closed',
    title: '200 events, tab closed at once',
    async act(scene) {
      const page = await settled(scene)
      await trackMany(page, { run: scene.run, count: 200 })
      await page.close()
      return { tracked: 200 }
    },
  },
  {
    name: 'left',
    title: '20 events, another page of the site at once',
    async act(scene) {
      const page = await settled(scene)
      await trackMany(page, { run: scene.run, count: 20 })
      await page.goto(scene.stand.pages.page('empty'))
      await sleep(1000)
      await page.close()
      return { tracked: 20 }
    },
  },
  {
    name: 'offlineOnline',
    title: 'offline, then online in the same page',
    async act(scene) {
      const page = await settled(scene)
      await scene.browser.offline(true)
      await trackMany(page, { run: scene.run, count: 50, perTask: 1, everyMs: 40 })
      await sleep(10_000)
      await scene.browser.offline(false)
      return { tracked: 50, page }
    },
  },
  {
    name: 'offlineClosed',
    title: 'offline, closed, reopened online',
    async act(scene) {
      const page = await settled(scene)
      await scene.browser.offline(true)
      await trackMany(page, { run: scene.run, count: 50, perTask: 1, everyMs: 40 })
      await sleep(2000)
      await page.close()
      await sleep(500)
      await scene.browser.offline(false)
      return { tracked: 50 }
    },
  },
  {
    name: 'offlineMany',
    title: '5,000 offline, then online',
    async act(scene) {
      const page = await settled(scene)
      await scene.browser.offline(true)
      const end = Date.now() + 60_000
      let tracked = 0
      for (; tracked < 5000 && Date.now() < end; tracked += 250) await trackMany(page, { run: scene.run, count: 250, from: tracked, perTask: 10 })
      await sleep(2000)
      await scene.browser.offline(false)
      return { tracked, page }
    },
  },
  { name: 'status500', title: '500 for 20 s', act: (scene) => failing(scene, { status: 500 }) },
  { name: 'status429', title: '429 with Retry-After: 5, for 8 s', act: (scene) => failing(scene, { status: 429, headers: { 'Retry-After': '5' } }, { ms: 8000 }) },
  { name: 'unreachable', title: 'collector unreachable for 20 s, browser online', act: (scene) => failing(scene, { isCut: true }) },
  { name: 'lostAnswer', title: 'answers lost for 4 s after the events were taken', act: (scene) => failing(scene, { isLost: true }, { ms: 4000 }) },
  {
    name: 'killed',
    title: 'offline, browser killed 300 ms after tracking',
    async act(scene) {
      const page = await settled(scene)
      await sleep(3000)
      await scene.browser.offline(true)
      await trackMany(page, { run: scene.run, count: 50 })
      await sleep(300)
      await scene.browser.kill()
      await scene.browser.offline(false).catch(() => {}) // there is nobody to tell; the network is back
      await scene.browser.restart()
      return { tracked: 50 }
    },
  },
  {
    name: 'twoTabs',
    title: 'two tabs offline, both closed, one reopened',
    async act(scene) {
      const { browser, stand, run } = scene
      const first = await settled(scene)
      const second = await visit(browser, stand)
      await sleep(1000)
      await browser.offline(true)
      await trackMany(second, { run, count: 25 })
      await first.front()
      await trackMany(first, { run, count: 25, from: 25 })
      await sleep(2000)
      await first.close()
      await second.close()
      await sleep(500)
      await browser.offline(false)
      return { tracked: 50 }
    },
  },
  { name: 'silent', title: 'collector never answers, for 20 s', act: (scene) => failing(scene, { isSilent: true }) },
  {
    name: 'tooLarge',
    title: '413 above 20 kB, for good',
    async act(scene) {
      const page = await settled(scene)
      scene.stand.sink.fail({ maxBytes: 20_000 })
      await trackMany(page, { run: scene.run, count: 100 })
      return { tracked: 100, page }
    },
  },
  {
    name: 'poison',
    title: 'one event in 20 that the collector refuses (400)',
    async act(scene) {
      const page = await settled(scene)
      scene.stand.sink.fail({ poison: 'poisonous' })
      await trackMany(page, { run: scene.run, count: 10 })
      await page.run(() => void (/** @type {any} */ (window).calls.track('Product Viewed', { marker: 'poisonous-1' })))
      await trackMany(page, { run: scene.run, count: 10, from: 10 })
      return { tracked: 20, page }
    },
  },
  {
    name: 'noStorage',
    title: 'IndexedDB and localStorage refused, online',
    async act(scene) {
      const page = await visit(scene.browser, scene.stand, { noStorage: true })
      await trackMany(page, { run: scene.run, count: 20 })
      return { tracked: 20, page }
    },
  },
  {
    name: 'restored',
    title: 'back from the back/forward cache',
    async act(scene) {
      const page = await settled(scene)
      await trackMany(page, { run: scene.run, count: 10 })
      await page.goto(scene.stand.pages.page('empty'))
      await sleep(500)
      await page.back()
      await page.waitFor(() => Boolean(/** @type {any} */ (window).calls))
      await sleep(500)
      await trackMany(page, { run: scene.run, count: 10, from: 10 })
      return { tracked: 20, page }
    },
  },
  {
    name: 'clock',
    title: 'clock set back an hour',
    async act(scene) {
      const page = await settled(scene)
      await trackMany(page, { run: scene.run, count: 10 })
      await page.run(() => {
        const now = Date.now.bind(Date)
        const Real = Date
        // As scripts see it: timers go by another clock.
        const Shifted = /** @type {any} */ (function (/** @type {any[]} */ ...args) {
          return args.length ? Reflect.construct(Real, args) : new Real(Shifted.now())
        })
        Object.setPrototypeOf(Shifted, Real)
        Shifted.prototype = Real.prototype
        Shifted.now = () => now() - 3_600_000
        window.Date = Shifted
      })
      await trackMany(page, { run: scene.run, count: 10, from: 10 })
      return { tracked: 20, page }
    },
  },
]
