// What a site writes down about a survey, and its words in one language. Plain JSON.
// Pure.

import type { Metric, Scale } from './metrics.js'

/** The words of a survey. */
export type SurveyTexts = {
  readonly question: string
  /** What the two ends of the scale mean. */
  readonly low?: string
  readonly high?: string
  /** The question for a comment; without it none is asked for, unless there is no scale. */
  readonly comment?: string
  readonly send?: string
  readonly close?: string
  /** Closes the thanks. */
  readonly done?: string
  readonly thanks?: string
  /** Said when nothing has been chosen. */
  readonly missing?: string
}

/** A survey of one question, and a comment. */
export type SurveyDefinition = SurveyTexts & {
  readonly id: string
  readonly metric: Metric
  /** Default: the scale that the metric was published with; of `free`, none: only a comment is asked for. */
  readonly scale?: Scale
  /** About one thing, or about everything. Default as the metric is meant. */
  readonly scope?: 'transaction' | 'relationship'
  /** Who answers. Default `customer`. */
  readonly respondent?: 'customer' | 'employee'
  /** What it is about: goes along with the answer, such as `{ order_id: '42' }`. */
  readonly about?: { readonly [name: string]: string | number }
  /** The language of the words here. Default `en`. */
  readonly language?: string
  /** The words in other languages, by BCP 47 tag or its first part. */
  readonly translations?: { readonly [language: string]: Partial<SurveyTexts> }
}

/** The words as they are shown, none missing that is needed. */
export type SurveyWords = SurveyTexts & Required<Pick<SurveyTexts, 'send' | 'close' | 'done' | 'thanks' | 'missing'>> & {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
}

const own: { readonly [language: string]: Partial<SurveyTexts> } = {
  en: { send: 'Send', close: 'Not now', done: 'Close', thanks: 'Thank you. Your answer is on its way.', missing: 'Please choose an answer first.' },
  de: { send: 'Senden', close: 'Jetzt nicht', done: 'Schließen', thanks: 'Danke. Ihre Antwort ist unterwegs.', missing: 'Bitte wählen Sie zuerst eine Antwort.' },
  fr: { send: 'Envoyer', close: 'Pas maintenant', done: 'Fermer', thanks: 'Merci. Votre réponse est en route.', missing: 'Veuillez d’abord choisir une réponse.' },
  es: { send: 'Enviar', close: 'Ahora no', done: 'Cerrar', thanks: 'Gracias. Su respuesta está en camino.', missing: 'Elija primero una respuesta.' },
  ar: { send: 'إرسال', close: 'ليس الآن', done: 'إغلاق', thanks: 'شكرًا لك. إجابتك في الطريق.', missing: 'يرجى اختيار إجابة أولاً.' },
}

/** Languages that are written from the right. */
const rightToLeft = /^(ar|fa|he|ur|ps|sd|ug|yi|dv|ckb)\b/

/** The words for a reader of this language: the nearest there are, else the survey's own. */
export function textsIn(definition: SurveyDefinition, language: string): SurveyWords {
  const { translations = {}, language: written = 'en' } = definition
  const tags = [language, language.split('-')[0]!]
  const found = tags.find((tag) => Object.hasOwn(translations, tag)) ?? written
  const short = found.split('-')[0]!
  const { question, low, high, comment, send, close, done, thanks, missing } = definition
  const words = { question, low, high, comment, send, close, done, thanks, missing }
  // One language throughout: words that are missing in a translation are ours, and only then the survey's own.
  const ours = { ...own['en'], ...own[short] }
  const theirs = Object.fromEntries(Object.entries(words).filter(([, text]) => text))
  const all = found === written ? { ...ours, ...theirs } : { ...theirs, ...ours, ...translations[found] }
  return { ...(all as SurveyTexts), language: found, direction: rightToLeft.test(found) ? 'rtl' : 'ltr' } as SurveyWords
}
