// @vitest-environment happy-dom
// Scores and intervals against published figures, and a survey without a face: shown once, answered once, on its own scale.
import { describe, expect, test, vi } from 'vitest'
import { mean, net, netError, proportion, studentT } from '../../../src/experience/feedback/interval.js'
import { metricScore } from '../../../src/experience/feedback/metrics.js'
import { createSurvey } from '../../../src/experience/feedback/createSurvey.js'
import { statedOf } from '../../../src/experience/feedback/statedOf.js'
import { type SurveyDefinition, textsIn } from '../../../src/experience/feedback/survey.js'
import { story, useStage } from './stage.js'

const stage = useStage()

describe('intervals', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of a proportion, as published: %i of %i', (count, n, low, high) => {
    const found = proportion(count, n)
    expect([found.low, found.high].map((each) => Number(each.toFixed(4)))).toEqual([low, high])
  })

  // The tests of the package NPS for R, by the author of the method: categories 1 to 3 times, and its standard errors.
  test.each([
    [3, 1, 6, 1 / 3, 0.304],
    [1, 1, 2, 0, 0.707],
    [1, 0, 2, 0.5, 0.354],
    [1, 1, 3, 0, 0.471],
    [0, 0, 1, 0, 0],
  ])('of a net score, as in the author’s own package: %i promoters and %i detractors of %i', (promoters, detractors, n, value, error) => {
    const found = netError(promoters, detractors, n)
    expect([found.value, found.error].map((each) => Math.abs(each - (each === found.value ? value : error)) < 0.001)).toEqual([true, true])
  })

  test('of a net score, by hand: 6 promoters, 2 detractors of 10 are 40, between -13 and 74', () => {
    // (6.75 - 2.75) / 13 = 0.3077; variance 9.5 / 13 - 0.3077^2 = 0.6361; error sqrt(0.6361 / 13) = 0.2212
    const found = net(6, 2, 10)
    expect([found.value, found.low, found.high].map((each) => Number(each.toFixed(3)))).toEqual([0.4, -0.126, 0.741])
  })

  test.each([[1, 12.706], [2, 4.303], [3, 3.182], [4, 2.776], [5, 2.571], [9, 2.262], [29, 2.045], [120, 1.98]])('Student’s t of %i degrees is %d, as in every table', (degrees, t) => {
    expect(studentT(degrees)).toBeCloseTo(t, 2)
  })

  test('of a mean: by hand, and the whole scale while there is too little', () => {
    // 4 5 6 7: mean 5.5, s = 1.291, 5.5 +- 3.182 * 1.291 / 2
    const { value, low, high } = mean([4, 5, 6, 7], { min: 1, max: 7 })
    expect([value, Number(low.toFixed(2)), high]).toEqual([5.5, 3.45, 7])
    expect(mean([7, 7], { min: 1, max: 7 })).toEqual({ value: 7, low: 1, high: 7 })
  })
})

describe('metrics', () => {
  const times = (count: number, value: number) => Array.from({ length: count }, () => value)
  test('NPS: nine promoters and one detractor are 80, however many have seen it', () => {
    expect(metricScore('nps', [...times(9, 10), 0])).toMatchObject({ value: 80, n: 10, unit: 'net' })
    expect(metricScore('nps', [9, 8, 7, 6])).toMatchObject({ value: 0, counts: { 6: 1, 7: 1, 8: 1, 9: 1 } })
  })
  test('CSAT and OSAT: the best two of the scale, in per cent', () => {
    expect(metricScore('csat', [5, 4, 3, 1])).toMatchObject({ value: 50, unit: 'percent' })
    expect(metricScore('osat', [10, 9, 8, 1], { min: 1, max: 10, direction: 'up' })).toMatchObject({ value: 50, n: 4 })
  })
  test('CES 2.0: the mean of seven; one that was asked the other way round is turned', () => {
    expect(metricScore('ces', [7, 6, 2])).toMatchObject({ value: 5, unit: 'mean' })
    expect(metricScore('ces', [1, 2], { min: 1, max: 5, direction: 'down' })).toMatchObject({ value: 4.5 })
  })
  test('NPS on a scale that it is not defined on is a mean, and of thumbs only the one that is up is satisfied', () => {
    const scale = (min: number, max: number) => ({ min, max, direction: 'up' as const })
    expect(metricScore('nps', [5, 5, 4], scale(1, 5))).toMatchObject({ unit: 'mean', value: 14 / 3 })
    expect(metricScore('csat', [1, 2, 2, 2], scale(1, 2))).toMatchObject({ unit: 'percent', value: 75 })
    expect(metricScore('csat', [1, 2, 3, 3], scale(1, 3))).toMatchObject({ value: 50 })
    expect(metricScore('csat', [1, 2, 3, 4], scale(1, 4))).toMatchObject({ value: 50 })
  })
  test('what is not on the scale does not count, and nothing is no score', () => {
    expect(metricScore('csat', [5, 6, 0])).toMatchObject({ n: 1, value: 100 })
    expect(metricScore('nps', [])).toMatchObject({ n: 0, value: NaN, low: -100, high: 100 })
  })
  test('answers on another scale, of another scope or of employees are never counted together', () => {
    const answer = (value: number, more = {}) => ['Survey Answered', 0, { metric: 'csat', value, scope: 'transaction', respondent: 'customer', ...more }] as const
    const scores = statedOf(story(
      answer(5), answer(1), answer(9, { scale: { min: 1, max: 10, direction: 'up' } }), answer(5, { respondent: 'employee' }), answer(5, { scope: 'relationship' }),
      answer(3, { metric: 'own' }), answer(3, { scale: { min: 0, max: 1e9, direction: 'up' } }), ['Survey Shown', 0, { metric: 'csat', value: 5 }],
    ))
    expect(scores.map(({ metric, n, value, respondent, scope }) => [metric, n, value, respondent, scope])).toEqual([
      ['csat', 2, 50, 'customer', 'transaction'],
      ['csat', 1, 100, 'customer', 'transaction'],
      ['csat', 1, 100, 'employee', 'transaction'],
      ['csat', 1, 100, 'customer', 'relationship'],
      ['free', 1, 3, 'customer', 'transaction'],
    ])
  })
})

describe('a survey', () => {
  const definition: SurveyDefinition = {
    id: 'after-return', metric: 'ces', question: 'The shop made it easy for me.', comment: 'What could be better?',
    about: { order_id: '7' }, translations: { de: { question: 'Der Laden hat es mir leicht gemacht.' }, ar: { question: 'سهّل المتجر الأمر عليّ.' } },
  }

  test('records that it was shown and answered, once, with scale, direction, scope and respondent', () => {
    const tab = stage.open()
    const decision = { id: 'shown-1', acted: vi.fn<() => void>(), dismissed: vi.fn<() => void>() }
    const survey = createSurvey(tab.tracker, definition, { language: 'en', decision })
    survey.shown()
    survey.shown()
    expect(survey.answer({ value: 6, comment: '  Nothing.  ' })).toBe(true)
    expect(survey.answer({ value: 7 })).toBe(false)
    survey.dismiss()
    const about = { order_id: '7', survey: 'after-return', metric: 'ces', scope: 'transaction', respondent: 'customer', shown: 'shown-1' }
    expect(tab.events.map(({ name, properties }) => [name, properties])).toEqual([
      ['Survey Shown', about],
      ['Survey Answered', { ...about, question: definition.question, language: 'en', value: 6, scale: { min: 1, max: 7, direction: 'up' }, comment: 'Nothing.' }],
    ])
    expect([decision.acted.mock.calls.length, decision.dismissed.mock.calls.length, survey.status()]).toEqual([1, 0, 'answered'])
  })

  test('takes nothing that is not on its scale', () => {
    const survey = createSurvey(stage.open().tracker, definition)
    expect([0, 8, 1.5, NaN, undefined].map((value) => survey.answer({ value: value as number }))).toEqual([false, false, false, false, false])
    expect(survey.status()).toBe('waiting')
  })

  test('may ask for words only', () => {
    const tab = stage.open()
    const survey = createSurvey(tab.tracker, { id: 'a', metric: 'free', question: 'What do you miss?', respondent: 'employee' })
    expect([survey.scale, survey.answer({ comment: ' ' }), survey.answer({ value: 1 }), survey.answer({ comment: 'Tea' })]).toEqual([undefined, false, false, true])
    expect(tab.events[0]?.properties).toMatchObject({ comment: 'Tea', respondent: 'employee' })
    expect(tab.events[0]?.properties).not.toHaveProperty('value')
  })

  test('that is closed says so once, and takes no answer any more', () => {
    const tab = stage.open()
    const survey = createSurvey(tab.tracker, definition)
    survey.dismiss()
    survey.dismiss()
    expect([survey.answer({ value: 1 }), tab.events.map(({ name }) => name)]).toEqual([false, ['Survey Dismissed']])
  })

  test.each([
    ['de-CH', 'de', 'ltr', 'Der Laden hat es mir leicht gemacht.', 'Senden'],
    ['ar', 'ar', 'rtl', 'سهّل المتجر الأمر عليّ.', 'إرسال'],
    ['fr', 'en', 'ltr', 'The shop made it easy for me.', 'Send'],
  ])('speaks %s: %s', (language, found, direction, question, send) => {
    expect(textsIn(definition, language)).toMatchObject({ language: found, direction, question, send })
  })

  test('never mixes two languages where there are words of ours', () => {
    const texts = textsIn({ ...definition, send: 'Go', translations: { de: { question: 'Frage?' } } }, 'de')
    expect(texts.send).toBe('Senden')
    expect(textsIn({ ...definition, send: 'Go' }, 'en').send).toBe('Go')
    expect(textsIn({ ...definition, language: 'nl', question: 'Vraag?' }, 'sv')).toMatchObject({ language: 'nl', send: 'Send' })
  })

  test('takes the language of the page when none is said', () => {
    document.documentElement.lang = 'de'
    expect(createSurvey(stage.open().tracker, definition).texts.language).toBe('de')
    document.documentElement.lang = ''
  })
})
