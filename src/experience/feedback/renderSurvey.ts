// The survey as elements: a form with native radio buttons, so that keys, screen readers and forms of input work as people know them.
// Draws and listens inside its root only; text is set as text.

import type { Survey } from './createSurvey.js'

/** What the form does. */
export type SurveyActions = {
  send(answer: { readonly value?: number; readonly comment: string }): boolean
  close(): void
}

type Attributes = { readonly [name: string]: string | number | undefined }

function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(name, `${value}`)
  node.replaceChildren(...children)
  return node
}

/** The form of a survey. */
export function renderSurvey({ texts, scale }: Survey, { send, close }: SurveyActions): HTMLElement {
  const { question, low, high, comment, missing, language, direction } = texts
  const error = make('p', { part: 'error', role: 'alert' })
  const field = make('textarea', { rows: 2, maxlength: 2000, autocomplete: 'off' })
  const radios: HTMLInputElement[] = []
  const form = make('form', { novalidate: '' })
  if (scale) {
    const group = make('div', { part: 'scale' })
    group.style.setProperty('--choices', `${scale.max - scale.min + 1}`)
    for (let value = scale.min; value <= scale.max; value++) {
      const meaning = value === scale.min ? low : value === scale.max ? high : undefined
      const radio = make('input', { type: 'radio', name: 'value', value, 'aria-label': meaning && `${value}, ${meaning}` })
      radios.push(radio)
      group.appendChild(make('label', { part: 'choice' }, radio, make('span', { 'aria-hidden': meaning && 'true' }, `${value}`)))
    }
    // For eyes: the first and the last button say it themselves.
    const ends = make('div', { part: 'ends', 'aria-hidden': 'true' }, make('span', {}, low ?? ''), make('span', {}, high ?? ''))
    form.append(make('fieldset', {}, make('legend', { part: 'question', id: 'question' }, question), group, ...(low || high ? [ends] : [])))
    if (comment) form.append(make('label', { part: 'comment' }, comment, field))
  } else form.append(make('label', { part: 'comment' }, make('strong', { part: 'question', id: 'question' }, question), field))
  const closer = make('button', { type: 'button', part: 'close' }, texts.close)
  form.append(error, make('div', { part: 'buttons' }, make('button', { type: 'submit', part: 'send' }, texts.send), closer))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const chosen = radios.find(({ checked }) => checked)
    if (send({ ...(chosen && { value: Number(chosen.value) }), comment: field.value })) return
    error.textContent = missing
    ;(radios[0] ?? field).focus()
  })
  form.addEventListener('input', () => (error.textContent = ''))
  closer.addEventListener('click', close)
  return make('section', { part: 'box', role: 'group', 'aria-labelledby': 'question', lang: language, dir: direction }, form)
}

/** What is there instead once the answer has been given. */
export function renderThanks({ texts: { thanks, done, language, direction } }: Survey, close: () => void): HTMLElement {
  const closer = make('button', { type: 'button', part: 'close' }, done)
  closer.addEventListener('click', close)
  const text = make('p', { part: 'thanks', role: 'status', tabindex: -1 }, thanks)
  return make('section', { part: 'box', lang: language, dir: direction }, text, make('div', { part: 'buttons' }, closer))
}
