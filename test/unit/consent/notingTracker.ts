// A page of its own for each test, and a tracker that notes what it is told of consent, and what it cannot read, as the real one does.
// Must not judge anything.
import { Window } from 'happy-dom'
import { vi } from 'vitest'
import type { Tracker } from '../../../src/types.js'

export function createNotingTracker() {
  const told: { readonly [purpose: string]: boolean }[] = []
  const errors: string[] = []
  const tracker = {
    consent: (choices: { readonly [purpose: string]: boolean }) => void told.push(choices),
    track(name: string) {
      try {
        throw new Error(`tracked ${name}`)
      } catch (cause) {
        errors.push((cause as Error).message)
        return ''
      }
    },
  } as unknown as Tracker
  return { tracker, told, errors }
}

/** Opens a page: nothing is there but what a test puts on it. */
export function openPage(): void {
  const page = new Window({ url: 'https://shop.example/' })
  for (const name of ['document', 'navigator', 'Event', 'CustomEvent'] as const) vi.stubGlobal(name, page[name])
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) vi.stubGlobal(name, page[name].bind(page))
  vi.stubGlobal('window', page)
}

/** Puts globals on the page, as other scripts do. */
export const putOnPage = (names: { readonly [name: string]: unknown }): void => void Object.assign(window, names)

/** Tells the page what a script or a dialog tells it. */
export const say = (type: string, detail?: unknown): void => void dispatchEvent(new CustomEvent(type, { detail }))

export const setGlobalPrivacyControl = (): void =>
  void Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true })
