// <throughline-survey>: puts a survey into a corner of the page, or where it stands, and takes it away again.
// Owns focus and what is announced; the form is in renderSurvey.ts, what is recorded in createSurvey.ts.

import type { Survey } from './createSurvey.js'
import { renderSurvey, renderThanks } from './renderSurvey.js'
import { surveyStyle } from './surveyStyle.js'

/** The element. Nothing is seen until it has a survey. */
export type SurveyElement = HTMLElement & {
  survey: Survey | undefined
  /** Goes into it: for a survey that somebody has asked for. One that comes by itself never takes the focus. */
  focusFirst(): void
  /** Takes it away; without an answer it counts as dismissed. */
  close(): void
}

/** Defines the element, once. A page that has a policy for custom elements of its own can give it another name. */
export function defineSurvey(tagName = 'throughline-survey'): void {
  if (typeof customElements === 'undefined' || customElements.get(tagName)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(surveyStyle)

  class ThroughlineSurvey extends HTMLElement {
    #survey: Survey | undefined
    #before: Element | null = null
    readonly #status = document.createElement('p')

    constructor() {
      super()
      const root = this.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = [sheet]
      this.#status.setAttribute('role', 'status')
      this.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        this.close()
      })
      this.addEventListener('focusin', (event) => {
        const from = event.relatedTarget
        if (from instanceof Element && !this.contains(from)) this.#before = from
      })
    }

    connectedCallback(): void {
      this.#draw()
    }

    get survey(): Survey | undefined {
      return this.#survey
    }

    set survey(survey: Survey | undefined) {
      this.#survey = survey
      this.#draw()
    }

    focusFirst(): void {
      this.#before ??= document.activeElement
      this.shadowRoot?.querySelector<HTMLElement>('input, textarea')?.focus()
    }

    close(): void {
      const survey = this.#survey
      if (this.hidden || !survey) return
      survey.dismiss()
      const hadFocus = this.matches(':focus-within')
      this.hidden = true
      if (hadFocus && this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus()
      this.dispatchEvent(new CustomEvent('close', { detail: survey.status() }))
    }

    #draw(): void {
      const survey = this.#survey
      const root = this.shadowRoot
      this.hidden = !survey
      if (!survey || !root || !this.isConnected || survey.status() === 'dismissed') return
      const close = (): void => this.close()
      const send = (answer: Parameters<Survey['answer']>[0]): boolean => {
        const hadFocus = this.matches(':focus-within')
        const isTaken = survey.answer(answer)
        if (!isTaken) return false
        const thanks = renderThanks(survey, close)
        root.replaceChildren(thanks)
        if (hadFocus) thanks.querySelector<HTMLElement>('[part=thanks]')?.focus()
        this.dispatchEvent(new CustomEvent('answer', { detail: answer }))
        return true
      }
      root.replaceChildren(this.#status, renderSurvey(survey, { send, close }))
      survey.shown()
      // Said once the live region is there to be listened to; where it is part of the page nobody needs to be told.
      if (!this.hasAttribute('inline')) requestAnimationFrame(() => (this.#status.textContent = survey.texts.question))
    }
  }
  customElements.define(tagName, ThroughlineSurvey)
}
