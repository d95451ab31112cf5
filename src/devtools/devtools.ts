// The overlay for developers: a shadow root of its own, a badge that opens it, tabs, and the keyboard.
// Must not be in what visitors get. Knows the tracker by its type only.

import type { Capture } from '../types.js'
import { createWatch } from './createWatch.js'
import { element } from './element.js'
import { type Answer, createSimulation } from './simulate.js'
import { style } from './style.js'
import { type Validate, validate } from './validate.js'
import { type Shown, views } from './views.js'

/** Options of {@link devtools}. */
export type DevtoolsOptions = {
  /** Whether it is open at the start. Default `false`: a badge. */
  readonly open?: boolean
  /** The collector's URL, for sites that post elsewhere too without following redirects. */
  readonly collector?: string
  /** Checks of the site's own, besides those that are built in. */
  readonly validate?: Validate
}

const maxAnswers = 50

/**
 * Put it first in `capture`, and only where developers look: `capture: [...(import.meta.env.DEV ? [devtools()] : []), pageViews()]`.
 * Alt+Shift+T opens and closes it, Escape closes it, arrows change the tab.
 */
export function devtools({ open = false, collector, validate: more = () => [] }: DevtoolsOptions = {}): Capture {
  return (tracker) => {
    const host = element('div', { 'data-throughline-devtools': true })
    const root = host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    const answers: Answer[] = []
    let isOpen = open
    let current = 0
    let isDue = false

    const draw = (): void => {
      isDue = false
      const { waiting, delivered, dropped } = watch.counts()
      const counts = `${waiting} waiting, ${delivered} delivered${dropped ? `, ${dropped} dropped` : ''}`
      const focused = root.activeElement?.id
      // What somebody has opened, or scrolled to, stays.
      const opened = new Set([...root.querySelectorAll<HTMLElement>('details[open]')].map(({ dataset }) => dataset.key))
      const scrolled = root.querySelector('[role=tabpanel]')?.scrollTop ?? 0
      if (!isOpen) return root.replaceChildren(element('button', { id: 'badge', 'aria-label': `Throughline devtools: ${counts}`, click: toggle }, counts))
      const shown: Shown = { tracker, watch, answers, simulation, changed: later }
      const tabs = views.map(({ name }, i) =>
        element('button', { role: 'tab', id: `tab${i}`, 'aria-selected': `${i === current}`, 'aria-controls': 'view', tabindex: i === current ? '0' : '-1', click: () => go(i) }, name))
      root.replaceChildren(
        element('div', { id: 'panel', role: 'dialog', 'aria-label': 'Throughline devtools', keydown: onKey },
          element('header', {}, element('b', {}, 'Throughline'), element('button', { id: 'close', 'aria-label': 'Close', click: toggle }, 'Close')),
          element('div', { role: 'tablist', 'aria-label': 'Pages' }, ...tabs),
          element('div', { role: 'tabpanel', id: 'view', 'aria-labelledby': `tab${current}` }, ...views[current]!.make(shown)),
          element('footer', { role: 'status' }, counts)),
      )
      for (const details of root.querySelectorAll('details')) if (opened.has(details.dataset.key)) details.open = true
      root.querySelector('[role=tabpanel]')!.scrollTop = scrolled
      if (focused) root.getElementById(focused)?.focus()
    }
    const later = (): void => {
      if (isDue) return
      isDue = true
      requestAnimationFrame(draw)
    }
    const go = (to: number): void => {
      current = (to + views.length) % views.length
      draw()
      root.getElementById(`tab${current}`)?.focus()
    }
    const toggle = (): void => {
      isOpen = !isOpen
      draw()
      root.getElementById(isOpen ? `tab${current}` : 'badge')?.focus()
    }
    const onKey = (event: KeyboardEvent): void => {
      // The page has shortcuts of its own.
      event.stopPropagation()
      const isTab = (event.target as HTMLElement).getAttribute('role') === 'tab'
      if (event.key === 'Escape') toggle()
      else if (isTab && event.key === 'ArrowRight') go(current + 1)
      else if (isTab && event.key === 'ArrowLeft') go(current - 1)
    }
    const onShortcut = (event: KeyboardEvent): void => {
      if (event.altKey && event.shiftKey && event.code === 'KeyT') toggle()
    }

    const watch = createWatch(tracker, (event) => [...validate(event), ...more(event)], later)
    const simulation = createSimulation(collector, (answer) => {
      answers.unshift(answer)
      answers.length = Math.min(answers.length, maxAnswers)
      later()
    })
    document.documentElement.append(host)
    addEventListener('keydown', onShortcut)
    draw()
    return () => {
      removeEventListener('keydown', onShortcut)
      simulation.stop()
      watch.stop()
      host.remove()
    }
  }
}
