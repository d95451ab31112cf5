// Whether anything happens on the page after a click: a change, a scroll, a selection, focus elsewhere, a new address.
// Watches only while somebody waits for the answer.

import type { Tracker } from '../types.js'
import { listen } from './listen.js'
import { onRoute } from './onRoute.js'

const signs = [
  'scroll', 'selectionchange', 'focusin', 'input', 'toggle', 'submit', 'play', 'pause', 'volumechange', 'copy', 'cut', 'beforeprint',
  'fullscreenchange', 'visibilitychange', 'pagehide', 'blur', 'dragstart', 'cancel', 'close',
]

/** What {@link createLifeSigns} returns. */
export type LifeSigns = {
  /** Begins to watch, also in these shadow roots. Called again it goes on. */
  watch(path: readonly EventTarget[]): void
  /** `performance.now()` of the last sign; 0 if there was none since `watch`. */
  last(): number
  /** Ends it. */
  rest(): void
}

/** Watches for signs of life between `watch` and `rest`. */
export function createLifeSigns(tracker: Tracker): LifeSigns {
  let last = 0
  let undo: (() => void)[] = []
  let pressed: readonly EventTarget[] = []
  const live = (): void => void (last = performance.now())
  const hear = ({ type, target }: Event): void => {
    // The press itself moves the focus to what is pressed, and ends a selection; another window in front is an answer.
    if (type === 'focusin' ? pressed.includes(target!) : type === 'blur' ? target !== window : type === 'selectionchange' && getSelection()?.isCollapsed) return
    live()
  }
  const changes = new MutationObserver(live)
  return {
    watch(path) {
      pressed = path
      if (!undo.length) {
        last = 0
        undo = [...signs.map((type) => listen(tracker, type, hear)), onRoute(tracker, live), () => changes.disconnect()]
      }
      // What changes within a shadow root the document does not hear of.
      for (const root of [document, ...path.filter((node) => (node as ShadowRoot).host && (node as Node).nodeType === 11)])
        changes.observe(root as Node, { childList: true, attributes: true, characterData: true, subtree: true })
    },
    last() {
      if (changes.takeRecords().length) live()
      return last
    },
    rest() {
      for (const stop of undo) stop()
      undo = []
    },
  }
}
