// A cursor that is thrown about: many changes of direction in a short time, with nothing pressed.
// Looks at the mouse only: fingers and pens move like that when they draw or scroll.

import type { Tracker } from '../types.js'
import { pathOf } from './actor.js'
import { listen } from './listen.js'

/** As published by Amplitude: 20 changes of direction in 2 s. */
const maxTurns = 20
const withinMs = 2000
/** A hand trembles by less. */
const minTravelPx = 20
const drawn = 'canvas,svg,video,iframe,embed,object,[draggable=true]'

/** Calls back once for each burst. Returns the undo. */
export function onThrashing(tracker: Tracker, callback: (path: readonly Element[]) => void): () => void {
  let turns: number[] = []
  let quietUntil = 0
  const axis = (): { at: number; way: number } => ({ at: Number.NaN, way: 0 })
  const axes = [axis(), axis()] as const
  /** Whether the cursor has turned on this axis, after a stretch worth the name. */
  const hasTurned = (along: { at: number; way: number }, to: number): boolean => {
    const moved = to - along.at
    if (Number.isNaN(moved)) along.at = to
    if (!(Math.abs(moved) >= minTravelPx)) {
      // The stretch goes on in its own direction, however slowly.
      if (Math.sign(moved) === along.way) along.at = to
      return false
    }
    const way = Math.sign(moved)
    const isTurn = along.way !== 0 && way !== along.way
    Object.assign(along, { at: to, way })
    return isTurn
  }
  return listen<PointerEvent>(tracker, 'pointermove', (event) => {
    const { clientX, clientY, buttons, pointerType, timeStamp } = event
    if (pointerType !== 'mouse' || buttons) return
    const isTurn = [hasTurned(axes[0], clientX), hasTurned(axes[1], clientY)].some(Boolean)
    if (!isTurn) return
    turns = [...turns.filter((at) => timeStamp - at <= withinMs), timeStamp]
    if (turns.length < maxTurns || timeStamp < quietUntil) return
    turns = []
    quietUntil = timeStamp + withinMs
    const path = pathOf(event)
    if (!path[0]?.matches(drawn)) callback(path)
  })
}
