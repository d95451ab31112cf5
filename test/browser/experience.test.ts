// Owns the survey as people meet it: by keyboard alone, by screen reader, judged by axe, under a strict policy, and offline.
// Must not repeat what is recorded in every case: the unit tests have that.
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { installJudges } from '../judges/installJudges.js'
import type { Page } from '../support/browser.js'
import type { Setup } from '../support/site.js'
import { useStage } from './stage.ts'

const stage = useStage()
let axe = ''
beforeAll(async () => {
  installJudges()
  axe = await readFile(new URL('../judges/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
})

const nps = {
  id: 'after-purchase', metric: 'nps', question: 'How likely is it that you would recommend us to a friend?', low: 'Not at all likely', high: 'Extremely likely',
  comment: 'What is the main reason?',
  translations: { ar: { question: 'ما مدى احتمال أن توصي بنا لصديق؟', low: 'غير محتمل إطلاقًا', high: 'محتمل جدًا', comment: 'ما السبب الرئيسي؟' } },
}

/** Opens a page with a button, and a survey after it. */
async function openSurvey(definition: object = nps, { language = 'en', setup = {} as Setup } = {}): Promise<Page> {
  const page = await stage.open('experience', setup)
  await page.run(async (survey: never, of: string) => {
    document.documentElement.lang = 'en'
    const main = document.body.appendChild(document.createElement('main'))
    main.append(Object.assign(document.createElement('h1'), { textContent: 'Shop' }), Object.assign(document.createElement('button'), { id: 'before', textContent: 'Before' }))
    const { createSurvey, defineSurvey } = experience
    const tracker = start()
    await tracker.saved()
    defineSurvey()
    window.kept = document.createElement('throughline-survey')
    window.kept.survey = createSurvey(tracker, survey, { language: of })
    main.append(window.kept)
  }, definition as never, language)
  return page
}
/** What has the focus, through the shadow root. */
const focused = (page: Page) => page.run(() => {
  const inner = document.activeElement?.shadowRoot?.activeElement
  return inner ? `${(inner as HTMLInputElement).value || inner.getAttribute('part') || inner.localName}` : (document.activeElement?.id ?? '')
})
const pressed = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.press(key)
}
const judge = (page: Page) => page.run(async (source: string) => {
  // As a script of the page: axe is no module.
  document.head.append(Object.assign(document.createElement('script'), { textContent: source }))
  const { violations } = await (window as any).axe.run('throughline-survey', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  return violations.map(({ id, nodes }: any) => `${id}: ${nodes.map(({ html }: any) => html).join(' ')}`)
}, axe)

test('by keyboard alone: Tab in, an arrow chooses and sends nothing, a comment, Enter, thanks', async () => {
  const page = await openSurvey()
  await page.run(() => document.getElementById('before')?.focus())
  await pressed(page, 'Tab')
  expect(await focused(page)).toBe('0')
  await pressed(page, 'ArrowRight', 'ArrowRight')
  expect(await focused(page)).toBe('2')
  expect(await page.run(() => window.kept.survey.status())).toBe('shown')
  await pressed(page, 'Tab', 'g', 'o', 'o', 'd', 'Tab')
  expect(await focused(page)).toBe('send')
  await pressed(page, 'Enter')
  expect(await focused(page)).toBe('thanks')
  const row = await stage.receivedRow(({ name, properties }) => name === 'Survey Answered' && properties['survey'] === 'after-purchase')
  expect(row.properties).toMatchObject({ metric: 'nps', value: 2, scale: { min: 0, max: 10, direction: 'up' }, comment: 'good', respondent: 'customer', scope: 'relationship' })
  await pressed(page, 'Tab')
  expect(await focused(page)).toBe('close')
  await pressed(page, 'Enter')
  expect(await page.run(() => window.kept.hidden)).toBe(true)
})

test('that comes by itself takes no focus and moves nothing; Escape closes it and goes back to where one was', async () => {
  const page = await stage.open('experience')
  await page.run(() => {
    document.body.innerHTML = '<button id="before">Before</button><p id="text">Text</p>'
    document.getElementById('before')?.focus()
  })
  const top = await page.run(() => document.getElementById('text')!.getBoundingClientRect().top)
  await page.run(async (survey: never) => {
    const { createSurvey, defineSurvey } = experience
    defineSurvey()
    window.kept = document.createElement('throughline-survey')
    window.kept.survey = createSurvey(start(), survey)
    document.body.append(window.kept)
  }, nps as never)
  expect(await focused(page)).toBe('before')
  expect(await page.run(() => document.getElementById('text')!.getBoundingClientRect().top)).toBe(top)
  await pressed(page, 'Tab', 'Escape')
  expect([await focused(page), await page.run(() => window.kept.hidden)]).toEqual(['before', true])
  expect((await stage.receivedRow(({ name }) => name === 'Survey Dismissed')).properties).toMatchObject({ survey: 'after-purchase' })
})

test('sent without a choice: what is missing is said, and the first choice has the focus', async () => {
  const page = await openSurvey()
  await page.run(() => window.kept.focusFirst())
  await page.run(() => window.kept.shadowRoot.querySelector('[part=send]').click())
  expect(await focused(page)).toBe('0')
  expect(await page.accessible('throughline-survey')).toContainEqual(expect.objectContaining({ role: 'alert' }))
  const said = () => page.run(() => window.kept.shadowRoot.querySelector('[part=error]').textContent)
  expect(await said()).toBe('Please choose an answer first.')
  await page.run(() => window.kept.shadowRoot.querySelector('input').click())
  expect(await said(), 'nothing is missing any more').toBe('')
})

test('a screen reader is told the question, each choice with what the ends mean, the comment and the buttons', async () => {
  const tree = await (await openSurvey()).accessible('throughline-survey')
  const named = (role: string) => tree.filter((each) => each.role === role).map(({ name }) => name)
  expect(named('radio')).toEqual(['0, Not at all likely', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10, Extremely likely'])
  expect(named('textbox')).toEqual(['What is the main reason?'])
  expect(named('button')).toEqual(['Send', 'Not now'])
  expect(named('group')).toContain('How likely is it that you would recommend us to a friend?')
  expect(named('status')).toHaveLength(1)
})

describe.each([['light', 'en'], ['dark', 'en'], ['light', 'ar']])('axe, %s, in %s', (scheme, language) => {
  test('finds no violation before, in between and after', async () => {
    const page = await openSurvey(nps, { language })
    // The engines have no common way to be asked for dark: the same colours, as a site would set them.
    if (scheme === 'dark') {
      await page.run(() => {
        document.documentElement.style.cssText = 'color-scheme: dark; background: #121416; color: #eee'
        const dark = { ink: '#eceeef', ground: '#1d2124', edge: '#8b929a', accent: '#8ab8ff', 'on-accent': '#10161d', bad: '#ff9d94' }
        for (const [name, value] of Object.entries(dark)) window.kept.style.setProperty(`--throughline-${name}`, value)
      })
    }
    await page.run(() => Promise.all(window.kept.getAnimations().map((each: Animation) => each.finished)))
    expect(await judge(page)).toEqual([])
    await page.run(() => window.kept.shadowRoot.querySelector('[part=send]').click())
    expect(await judge(page)).toEqual([])
    await page.run(() => {
      window.kept.shadowRoot.querySelector('input').click()
      window.kept.shadowRoot.querySelector('[part=send]').click()
    })
    expect(await judge(page)).toEqual([])
  })
})

test('axe finds what is wrong, if something is', async () => {
  const page = await openSurvey()
  await page.run(() => window.kept.shadowRoot.querySelector('textarea').parentElement.replaceWith(document.createElement('textarea')))
  expect((await judge(page)).join()).toContain('label')
})

test('from right to left, the first choice is on the right', async () => {
  const page = await openSurvey(nps, { language: 'ar' })
  const { first, last } = await page.run(() => {
    const all = [...window.kept.shadowRoot.querySelectorAll('input')] as HTMLElement[]
    return { first: all[0]!.getBoundingClientRect().left, last: all.at(-1)!.getBoundingClientRect().left }
  })
  expect(first).toBeGreaterThan(last)
})

test('every choice is large enough for a finger, and nothing is cut off, in 320 pixels, however long a word is', async () => {
  const page = await openSurvey({ ...nps, question: `Und unsere ${'Donaudampfschifffahrts'.repeat(3)}reisen?`, high: 'Höchstwahrscheinlich' })
  const { sizes, overflow } = await page.run(() => {
    window.kept.style.inlineSize = '304px' // 8 are left free on either side
    const all = [...window.kept.shadowRoot.querySelectorAll('label[part=choice], button')] as HTMLElement[]
    return { sizes: all.map((each) => each.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)), overflow: window.kept.scrollWidth - window.kept.clientWidth }
  })
  expect(sizes.length).toBe(13)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24)
  expect(overflow).toBe(0)
})

test('has its style under a policy that allows none inline', async () => {
  const policy = "default-src 'none'; script-src 'self'; connect-src *; style-src 'self'; img-src data:; require-trusted-types-for 'script'"
  const page = await openSurvey(nps, { setup: { headers: { 'Content-Security-Policy': policy } } })
  const { position, columns, errors } = await page.run(() => ({
    position: getComputedStyle(window.kept).position,
    columns: getComputedStyle(window.kept.shadowRoot.querySelector('[part=scale]')).gridTemplateColumns.split(' ').length,
    errors: window.errors,
  }))
  expect([position, columns, errors]).toEqual(['fixed', 11, []])
})

test('an answer that is given offline, in a tab that is closed, arrives once', async () => {
  const page = await openSurvey({ ...nps, id: 'offline' })
  await stage.browser.offline(true)
  await page.run(async () => {
    window.kept.survey.answer({ value: 9 })
    await tracker.saved()
  })
  const url = page.url()
  await page.close()
  await stage.browser.offline(false)
  const next = await stage.visit(url)
  await next.run(() => void start())
  const row = await stage.receivedRow(({ name, properties }) => name === 'Survey Answered' && properties['survey'] === 'offline')
  expect(row.deliveries).toBe(1)
  const rows = (await stage.collector.stored()) as { name: string | null; properties: Record<string, unknown> }[]
  expect(rows.filter(({ name, properties }) => name === 'Survey Answered' && properties['survey'] === 'offline')).toHaveLength(1)
})
