// Owns what a reader of the collector's page decides: a merge is verified or refused, a link undone, a person deleted.
// Must not repeat what follows from it: the unit tests of the collector have that.
import { beforeEach, expect, test } from 'vitest'
import { alias, createSender, at, day, identify, item, link } from '../unit/collector/collectorClient.ts'
import type { Page } from '../support/browser.js'
import { useStage } from './stage.ts'

const stage = useStage()

beforeEach(async () => {
  await stage.collector.clear()
  await createSender(stage.collector.url).send([
    identify('v1', 'al', day(1)), item({ event: 'Looked', anonymousId: 'v1', userId: 'al', ...day(1) }),
    identify('v2', 'alice', day(2)), link('loyalty', 'L-1', { anonymousId: 'v2', userId: 'alice', ...day(2) }),
    identify('v1', 'bob', day(3)), item({ event: 'Bought', anonymousId: 'v3', userId: 'bob', ...day(3) }),
    alias('al', 'alice', { messageId: 'm1', ...day(4), ...at('s', 0, { type: 'merge' }) }),
  ])
})

const show = async (who: string): Promise<Page> => {
  const page = await stage.browser.open(`${stage.collector.url}/#${who}`)
  await page.waitFor(() => Boolean(document.querySelector('#person h3')))
  return page
}
/** Clicks the button with that text, and says yes to the question. */
const click = (page: Page, text: string) =>
  page.run((wanted: string) => {
    window.confirm = () => true
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === wanted)
    button!.click()
  }, text)
const said = (page: Page) => page.run(() => document.querySelector('#person')!.textContent)
const names = (page: Page) => page.run(() => [...document.querySelectorAll('#people .who')].map(({ textContent }) => textContent))

test('a claimed merge is marked in the list, and asked about with both names', async () => {
  const page = await show('user:al')
  expect(await said(page)).toContain('Is al also alice? A page has claimed it')
  expect(await said(page)).toContain('Not joined: v1 with bob, already belongs to al.')
  expect(await page.run(() => [...document.querySelectorAll('#people .waits')].map((chip) => chip.parentElement!.querySelector('.who')!.textContent))).toEqual(['alice', 'al'])
  await page.close()
})

test('verified, they are one under the eyes of the reader, and undone two again', async () => {
  const page = await show('user:al')
  await click(page, 'verify')
  await page.waitFor(() => document.querySelector('#person')!.textContent!.includes('verified merge'))
  expect((await names(page)).filter((name) => name!.startsWith('al'))).toHaveLength(1)
  await page.run(() => {
    window.confirm = () => true
    const rows = [...document.querySelectorAll('.links li')]
    rows.find((row) => row.textContent!.includes('verified merge'))!.querySelector('button')!.click()
  })
  await page.waitFor(() => document.querySelectorAll('#people li').length === 3)
  expect(await said(page)).not.toContain('merge')
  await page.close()
})

test('refused, nothing waits any more; a no to the question changes nothing', async () => {
  const page = await show('user:alice')
  await page.run(() => {
    window.confirm = () => false
    ;[...document.querySelectorAll('button')].forEach((button) => button.click())
  })
  expect(await said(page)).toContain('Is al also alice?')
  await click(page, 'refuse')
  await page.waitFor(() => document.querySelectorAll('#people .waits').length === 0)
  expect((await names(page)).sort()).toEqual(['al', 'alice', 'bob'])
  await page.close()
})

test('a deleted person is gone from all of the page', async () => {
  const page = await show('user:al')
  await click(page, 'delete')
  await page.waitFor(() => location.hash === '' && document.querySelectorAll('#people li').length === 2)
  await page.waitFor(() => document.querySelectorAll('#live li').length > 0)
  expect(await page.run(() => document.querySelector('#live')!.textContent)).not.toContain('Looked')
  expect((await names(page)).sort()).toEqual(['alice', 'bob'])
  await page.close()
})
