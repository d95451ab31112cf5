// Owns takeOver of throughline/migrate: visitors whom another library has known keep their id, once, and with consent.
// Must not know how: what counts is what the collector received.
import { expect, test } from 'vitest'
import type { Page } from '../support/browser.js'
import { useStage } from './stage.ts'

const stage = useStage()
declare const lib: { migrate: typeof import('../../src/migrate/index.ts') }
/** Kept out of the tracker's options by the page. */
const options = { modules: ['migrate'] }
const old = '0f8fad5b-d9cb-469f-a165-70867728950e'

/** Starts a tracker that takes over what `before` has left, and answers with the id of the first event. */
const begin = (page: Page, more: object = {}) =>
  page.run((extra: object) => {
        const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
    window.tracker = start({ capture: [lib.migrate.takeOver({ from: ['segment', 'ga'], writeKey, userId: true })], ...extra })
    return window.tracker.track('First')
  }, more)
const forgetAll = () => {
  for (const pair of document.cookie.split('; ')) document.cookie = `${pair.split('=')[0]}=;path=/;max-age=0`
}
const leaveOld = () => {
  document.cookie = 'ajs_anonymous_id=0f8fad5b-d9cb-469f-a165-70867728950e;path=/'
  document.cookie = '_ga=GA1.1.77.88;path=/'
}

test('the first event has the old id, the id of Google Analytics is linked, and the next page says nothing twice', async () => {
  const page = await stage.open('blank', { options, before: [forgetAll, leaveOld] })
  const id = await begin(page)
  const [first] = await stage.received([id])
  expect(first!.anonymousId).toBe(old)
  await page.run(() => tracker.flush())
  await page.reload()
  await page.waitFor(() => window.isReady)
  const again = await begin(page)
  expect((await stage.received([again]))[0]!.anonymousId).toBe(old)
  const rows = ((await stage.collector.stored()) as { type: string; name: string; properties: { value: string } }[]).filter(({ type }) => type === 'link')
  expect(rows.map(({ name, properties }) => [name, properties.value])).toEqual([['ga_client_id', '77.88']])
})

test('after a logout the old visitor does not come back, on this page or the next', async () => {
  const page = await stage.open('blank', { options, before: [leaveOld] })
  await begin(page)
  await page.run(() => tracker.saved())
  const after = await page.run(() => (tracker.reset(), tracker.track('After')))
  expect((await stage.received([after]))[0]!.anonymousId).not.toBe(old)
  await page.run(() => tracker.saved())
  await page.reload()
  await page.waitFor(() => window.isReady)
  const next = await begin(page)
  const [row] = await stage.received([next])
  expect(row!.anonymousId).toBe((await stage.received([after]))[0]!.anonymousId)
})

test('nor where the logout has cleared the cookies, nor after a refusal that is taken back', async () => {
  const page = await stage.open('blank', { options, before: [leaveOld] })
  const before = await begin(page)
  await stage.received([before])
  const again = async (act: () => void) => {
    await page.run(act)
    await page.run(() => tracker.saved())
    await page.run(() => {
      for (const pair of document.cookie.split('; ')) document.cookie = `${pair.split('=')[0]}=;path=/;max-age=0`
    })
    await page.reload()
    await page.waitFor(() => window.isReady)
    const id = await begin(page)
    await page.run(() => (tracker.consent({ analytics: true }), tracker.saved()))
    return id
  }
  await again(() => (tracker.identify('alice'), tracker.reset()))
  const bob = await page.run(() => tracker.identify('bob'))
  expect((await stage.received([bob]))[0]!.anonymousId).not.toBe(old)
  await again(() => tracker.consent({ analytics: false }))
  const after = await page.run(() => tracker.track('After'))
  expect((await stage.received([after]))[0]!.anonymousId).not.toBe(old)
  const { conflicts, people } = (await (await fetch(`${stage.collector.url}/people`)).json()) as { conflicts: object[]; people: object[] }
  expect(conflicts).toEqual([])
  expect(people.filter((person) => /"bob"/.test(JSON.stringify(person)) && JSON.stringify(person).includes(old))).toEqual([])
})

test('a visitor of ours is not replaced', async () => {
  const page = await stage.open('blank', { options, before: [forgetAll, leaveOld] })
  const mine = await page.run(() => ((window.tracker = start()), window.tracker.track('Mine')))
  const [own] = await stage.received([mine])
  await page.run(async () => (await tracker.saved(), tracker.stop()))
  const id = await begin(page)
  expect((await stage.received([id]))[0]!.anonymousId).toBe(own!.anonymousId)
  expect(own!.anonymousId).not.toBe(old)
})

test('without consent nothing is taken over; with it, the visitor has the old id', async () => {
  const page = await stage.open('blank', { options, before: [forgetAll, leaveOld] })
  const id = await begin(page, { consent: 'pending' })
  await page.run(() => tracker.saved())
  expect(await page.run(() => [document.cookie.includes(`throughline-${JSON.parse(document.getElementById('options')!.textContent!).writeKey}=`), tracker.identity().anonymousId ?? null])).toEqual([false, null])
  await page.run(() => tracker.consent({ analytics: true }))
  expect((await stage.received([id]))[0]!.anonymousId).toBe(old)
})

test('without our cookie nobody could tell whether it has been done, so nothing is taken over', async () => {
  const page = await stage.open('blank', { options, before: [forgetAll, leaveOld] })
  const id = await page.run(() => {
    const { writeKey } = JSON.parse(document.getElementById('options')!.textContent!)
    window.tracker = start({ cookie: false, capture: [lib.migrate.takeOver({ from: ['segment', 'ga'], writeKey, cookie: false })] })
    return window.tracker.track('First')
  })
  expect((await stage.received([id]))[0]!.anonymousId).not.toBe(old)
})

test('where nothing may outlive the tab, nothing is taken over and no cookie is left', async () => {
  const page = await stage.open('blank', { options, before: [forgetAll, leaveOld] })
  const id = await begin(page, { consent: 'session' })
  expect((await stage.received([id]))[0]!.anonymousId).not.toBe(old)
  expect(await page.run(() => document.cookie.includes(`throughline-${JSON.parse(document.getElementById('options')!.textContent!).writeKey}=`))).toBe(false)
})
