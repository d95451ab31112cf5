// Videos and sound in the page: started, how far, to the end, stalled.
// Hears the browser's own media events, and keeps what it knows of an element no longer than the element lives.

import type { Capture } from '../types.js'
import { clean, declared, seconds } from './clean.js'
import { redactUrl } from './describe.js'
import { listen } from './listen.js'

const quarters = [25, 50, 75]
/** More than that between two looks was a jump, not playing. In seconds of the medium at its own speed. */
const jumpS = 2

type Playing = { src: string; at: number; quarter: number; isCompleted: boolean; stalledAt: number }

/**
 * Records `Media Started` (the first time it plays), `Media Progressed` (`percent` 25, 50 and 75, once each, when it plays past
 * there; a jump does not count), `Media Completed` and `Media Stalled` (it waits for data for more than a second after it has started;
 * with `seconds`) of HTML video and audio: `kind`, `title` (`data-track`, `aria-label` or `title`), `file` without query,
 * `duration_seconds`, `position_seconds`. Decoration (muted, looped and playing by itself) is left out.
 */
export function media(): Capture {
  return (tracker) => {
    const known = new WeakMap<HTMLMediaElement, Playing>()
    const stateOf = (element: HTMLMediaElement): Playing => {
      const { currentSrc: src } = element
      let playing = known.get(element)
      if (playing?.src !== src) known.set(element, (playing = { src, at: -1, quarter: 0, isCompleted: false, stalledAt: 0 }))
      return playing!
    }
    const isDecoration = ({ muted, loop, autoplay }: HTMLMediaElement): boolean => muted && loop && autoplay
    const tell = (name: string, element: HTMLMediaElement, more?: object): void => {
      const { localName: kind, duration, currentTime, currentSrc } = element
      const title = ['data-track', 'aria-label', 'title'].map((attribute) => clean(element.getAttribute(attribute))).find(Boolean)
      tracker.track(name, {
        ...declared(element),
        kind,
        title,
        file: redactUrl(currentSrc) || undefined,
        duration_seconds: Number.isFinite(duration) ? seconds(duration * 1000) : undefined,
        position_seconds: seconds(currentTime * 1000),
        ...more,
      })
    }
    const on = (type: string, act: (element: HTMLMediaElement, playing: Playing) => void): (() => void) =>
      listen(tracker, type, ({ target }) => {
        const element = target as HTMLMediaElement
        if (/^(video|audio)$/.test(element.localName) && !isDecoration(element) && !element.closest('[data-track-ignore]')) act(element, stateOf(element))
      })
    const undo = [
      on('playing', (element, playing) => {
        if (playing.at < 0) tell('Media Started', element)
        else if (playing.stalledAt && performance.now() - playing.stalledAt > 1000)
          tell('Media Stalled', element, { seconds: seconds(performance.now() - playing.stalledAt) })
        playing.at = element.currentTime
        playing.stalledAt = 0
      }),
      on('waiting', (element, playing) => {
        // Waiting after a jump is what jumping costs.
        if (playing.at >= 0 && !element.seeking) playing.stalledAt = performance.now()
      }),
      on('timeupdate', (element, playing) => {
        const { currentTime, duration, seeking, playbackRate } = element
        const from = playing.at
        if (from < 0 || seeking) return
        playing.at = currentTime
        if (currentTime - from > jumpS * Math.max(1, playbackRate) || currentTime < from) return
        for (const percent of quarters.filter((each) => each > playing.quarter)) {
          const mark = (duration * percent) / 100
          if (!(from <= mark && currentTime >= mark)) continue
          playing.quarter = percent
          tell('Media Progressed', element, { percent })
        }
      }),
      on('ended', (element, playing) => {
        if (!playing.isCompleted) tell('Media Completed', element)
        playing.isCompleted = true
      }),
    ]
    return () => undo.forEach((stop) => stop())
  }
}
