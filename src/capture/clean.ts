// Texts, addresses and numbers as events may carry them.
// Pure but for the page's own address, against which others are read.

import { redactText } from '../privacy/redactUrl.js'

const maxText = 80

/** A text in one line, without what identifies people, at most 80 characters; nothing if it is empty. */
export const clean = (text: string | null | undefined, max: number = maxText): string | undefined =>
  redactText((text ?? '').replace(/\s+/g, ' ').trim()).slice(0, max) || undefined

/** The properties that an element declares: `data-track-plan="gold"` is `plan: 'gold'`. */
export function declared(element: Element): { [key: string]: string | undefined } {
  const properties: ReturnType<typeof declared> = {}
  const { dataset } = element as HTMLElement
  for (const key in dataset) if (/^track[A-Z]/.test(key) && key !== 'trackIgnore') properties[key[5]!.toLowerCase() + key.slice(6)] = clean(dataset[key])
  return properties
}

/** Milliseconds in seconds, to a tenth. */
export const seconds = (ms: number): number => Math.round(ms / 100) / 10
