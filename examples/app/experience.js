// What the app does with the experience of its member: returns as processes, stages, and one question after a return.
// Must not draw anything but the survey, which is an element of its own.

import { createJourney, createMemory, createMoments, createProcesses, createPromises, createSurvey, defineSurvey } from 'throughline/experience'

const dayMs = 86_400_000

/** Rules are data: they could as well come from the site's server. */
const rules = [
  {
    id: 'effort-of-return',
    slot: 'after-return',
    kind: 'survey',
    when: { event: 'Process Completed', inSession: true, where: [{ path: 'process', is: 'return' }] },
    caps: [{ most: 1, withinMs: 30 * dayMs, of: /** @type {const} */ ('kind') }],
    interrupts: true, // they have just filled in a form, and are done with it
    content: /** @type {import('throughline/experience').SurveyDefinition} */ ({
      id: 'effort-of-return',
      metric: 'ces',
      question: 'Tidewick made it easy for me to send this back.',
      low: 'Strongly disagree',
      high: 'Strongly agree',
      comment: 'What could be easier?',
    }),
  },
]

/** @param {import('throughline').Tracker} tracker */
export function experience(tracker) {
  const memory = createMemory(tracker)
  createJourney(memory)
  const processes = createProcesses(memory)
  const promises = createPromises(memory)
  const moments = createMoments(memory, { rules })
  defineSurvey()

  return {
    /** @param {string} orderId @param {string} reason */
    async sendBack(orderId, reason) {
      const sending = processes.process('return', orderId)
      sending.start()
      sending.step('reason', { reason })
      sending.step('label')
      promises.promise({ what: 'refund', by: Date.now() + 3 * dayMs, keptBy: 'Order Refunded', orderId })
      sending.complete()
      const decision = await moments.decide('after-return')
      if (!decision?.content) return
      const element = /** @type {import('throughline/experience').SurveyElement} */ (document.createElement('throughline-survey'))
      element.survey = createSurvey(tracker, { ...decision.content, about: { order_id: orderId } }, { decision })
      element.addEventListener('close', () => element.remove())
      document.body.append(element)
    },
  }
}
