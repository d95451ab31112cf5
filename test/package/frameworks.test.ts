// @vitest-environment happy-dom
// The built package with the real React and Vue: providers, hooks, page views, identity, and on a server.
// Must import what is in dist/, by the package's name.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { plantThroughline } from '../frameworks/plantThroughline.js'
import { installFrom } from '../support/installFrom.js'

/** With a DOM there is no URL of a file. */
const project = process.cwd()
const folder = join(project, 'test/frameworks')
/** Not written into import(), so that this compiles while the frameworks are not installed. */
const load = (file: string): Promise<any> => import(`${folder}/${file}`)

beforeAll(() => {
  installFrom(folder)
  plantThroughline(project, folder)
})

const fakeTracker = () => {
  const listeners = new Set<(identity: object) => void>()
  let identity: object = { identifiers: {}, traits: {} }
  const page = vi.fn<(name?: string, properties?: object) => string>()
  return {
    page,
    track: vi.fn<() => string>(),
    identity: () => identity,
    on: (_type: string, listener: (identity: object) => void) => (listeners.add(listener), () => void listeners.delete(listener)),
    become: (next: object) => ((identity = next), listeners.forEach((each) => each(next))),
    listeners,
  }
}
const alice = { userId: 'alice', identifiers: {}, traits: {} }

test('React: each route is one page view, also in strict mode, and the tracker is the same at every render', async () => {
  const tracker = fakeTracker()
  const app = await (await load('reactApp.js')).mountReact(tracker)
  await app.show('/')
  await app.show('/')
  await app.show('/about')
  expect(tracker.page.mock.calls).toEqual([['at /', { route: '/' }], ['at /about', { route: '/about' }]])
  expect([...app.seen]).toEqual([tracker])
})

test('React: who is here is rendered, and nobody listens once it is gone', async () => {
  const tracker = fakeTracker()
  const app = await (await load('reactApp.js')).mountReact(tracker)
  await app.show('/')
  expect(app.text()).toBe('nobody')
  await app.act(async () => tracker.become(alice))
  expect(app.text()).toBe('alice')
  await app.unmount()
  expect(tracker.listeners.size).toBe(0)
})

test('React: without a provider the error says what to do', async () => {
  expect(await (await load('reactApp.js')).reactWithoutProvider()).toContain('needs a <TrackerProvider tracker={tracker}> above it')
})

test('Vue: each navigation that is shown is one page view; a hash and a refused one are none', async () => {
  const tracker = fakeTracker()
  const app = await (await load('vueApp.js')).mountVue(tracker)
  for (const to of ['/about', '/about#team', '/secret', '/']) await app.router.push(to)
  await app.nextTick()
  expect(tracker.page).toHaveBeenCalledTimes(3)
  expect([...app.seen]).toEqual([tracker])
})

test('Vue: what a page view says can be chosen', async () => {
  const tracker = fakeTracker()
  await (await load('vueApp.js')).mountVue(tracker, ({ path }: { path: string }) => ({ name: path, properties: { a: 1 } }))
  expect(tracker.page.mock.calls).toEqual([['/', { a: 1 }]])
})

test('Vue: who is here is rendered, and nobody listens once it is gone', async () => {
  const tracker = fakeTracker()
  const app = await (await load('vueApp.js')).mountVue(tracker)
  expect(app.text()).toBe('nobody')
  tracker.become(alice)
  await app.nextTick()
  expect(app.text()).toBe('alice')
  app.unmount()
  expect(tracker.listeners.size).toBe(0)
})

test('Vue: without the plugin the error says what to do', async () => {
  expect((await load('vueApp.js')).vueWithoutPlugin()).toContain('needs app.use(createThroughline({ tracker }))')
})

test('both render on a server, where nobody is known and nothing is tracked', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`${folder}/serverRender.js`], { encoding: 'utf8', timeout: 30_000 })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({ react: '<p>function nobody</p>', vue: '<p>function nobody</p>' })
})
