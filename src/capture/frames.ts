// Makes what other captures hear audible in frames of the same origin.
// Leaves frames of other origins alone: the browser refuses to say anything about them.

import type { Capture } from '../types.js'
import { hubOf } from './listen.js'

/** Also hears clicks, keys, forms and so on in frames of the same origin, at any depth, now and later. It records nothing itself. */
export function frames(): Capture {
  return (tracker) => {
    const ended = new AbortController()
    const { signal } = ended
    const enter = (frame: HTMLIFrameElement): void => {
      try {
        const inner = frame.contentWindow
        // Throws for another origin. The same listener twice is one; a frame that has loaded anew has another window.
        if (inner?.document) watch(inner, inner.document)
      } catch {
        // None of ours.
      }
    }
    const watch = (within: Window, document: Document): void => {
      if (signal.aborted) return
      const hub = hubOf(tracker)
      if (within !== window) for (const type of Object.keys(hub)) within.addEventListener(type, hub[type]!, { capture: true, passive: true, signal })
      // `load` does not reach the window.
      document.addEventListener('load', loaded, { capture: true, signal })
      for (const frame of document.querySelectorAll('iframe')) enter(frame)
    }
    const loaded = ({ target }: Event): void => {
      if ((target as Element).localName === 'iframe') enter(target as HTMLIFrameElement)
    }
    // After the other captures of this tracker have started.
    queueMicrotask(() => watch(window, document))
    return () => ended.abort()
  }
}
