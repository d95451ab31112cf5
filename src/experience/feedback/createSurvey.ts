// One survey for one person, without a face: shown, answered once, or dismissed. Any interface can be put on it.
// An answer is a tracked event: it survives being offline, and is sent once.

import type { Tracker } from '../../types.js'
import type { Decision } from '../moments/createMoments.js'
import { metrics, type Scale } from './metrics.js'
import { type SurveyDefinition, type SurveyWords, textsIn } from './survey.js'

/** Options of {@link createSurvey}. */
export type SurveyOptions = {
  /** The decision that led here: it learns what came of it. */
  readonly decision?: Pick<Decision<unknown>, 'id' | 'acted' | 'dismissed'> | undefined
  /** The reader's language. Default: the page's, else the browser's. */
  readonly language?: string
}

/** What {@link createSurvey} returns. */
export type Survey = {
  readonly definition: SurveyDefinition
  readonly texts: SurveyWords
  /** None, if only a comment is asked for. */
  readonly scale: Scale | undefined
  status(): 'waiting' | 'shown' | 'answered' | 'dismissed'
  /** Records that it is seen; once. */
  shown(): void
  /** Records an answer. False if it is none: not on the scale, or empty; or if there is one already. */
  answer(answer: { readonly value?: number; readonly comment?: string }): boolean
  /** Records that it was closed without an answer. */
  dismiss(): void
}

const maxComment = 2000

/** Creates a survey. Whose answer it is, is settled at the call of `answer`. */
export function createSurvey(tracker: Tracker, definition: SurveyDefinition, { decision, language }: SurveyOptions = {}): Survey {
  const { id, metric, about } = definition
  const { scale: usual, scope } = metrics[metric]
  const scale = definition.scale ?? (metric === 'free' ? undefined : usual)
  const reader = language || (typeof document === 'undefined' ? '' : document.documentElement.lang || navigator.language) || 'en'
  const texts = textsIn(definition, reader)
  let state: ReturnType<Survey['status']> = 'waiting'
  const said = {
    ...about,
    survey: id,
    metric,
    scope: definition.scope ?? scope,
    respondent: definition.respondent ?? 'customer',
    ...(decision && { shown: decision.id }),
  }
  const isOpen = (): boolean => state === 'waiting' || state === 'shown'
  return {
    definition,
    texts,
    scale,
    status: () => state,
    shown() {
      if (state !== 'waiting') return
      state = 'shown'
      tracker.track('Survey Shown', said)
    },
    answer({ value, comment = '' }) {
      const text = comment.trim().slice(0, maxComment)
      const isOnScale = scale ? Number.isInteger(value) && value! >= scale.min && value! <= scale.max : value === undefined && text
      if (!isOpen() || !isOnScale) return false
      state = 'answered'
      tracker.track('Survey Answered', {
        ...said,
        question: texts.question,
        language: texts.language,
        ...(scale && { value, scale }),
        ...(text && { comment: text }),
      })
      decision?.acted()
      return true
    },
    dismiss() {
      if (!isOpen()) return
      state = 'dismissed'
      tracker.track('Survey Dismissed', said)
      decision?.dismissed()
    },
  }
}
