// Signs of frustration: rage clicks, dead clicks, clicks that end in an error, a cursor that is thrown about.
// Judges by published thresholds, and leaves out what is known to look like frustration and is none.

import type { Capture } from '../types.js'
import { actorOf, pathOf } from './actor.js'
import { causeOf } from './causeOf.js'
import { describe } from './describe.js'
import { createLifeSigns } from './lifeSigns.js'
import { listenAll } from './listen.js'
import { onThrashing } from './thrashing.js'

/** Options of {@link frustration}; the defaults are thresholds that others have published. */
export type FrustrationOptions = {
  /** So many clicks on one thing within `rageWithinMs` are rage. Default 3 (PostHog, Datadog). */
  readonly rageClicks?: number
  /** From the first to the last of them, in ms. Default 1,000 (Datadog). */
  readonly rageWithinMs?: number
  /** No further apart, in CSS pixels. Default 30 (PostHog). */
  readonly rageDistancePx?: number
  /** A click on a button that shows nothing for so long is dead, in ms. Default 2,500 (PostHog). */
  readonly deadAfterMs?: number
  /** An error so soon after a click belongs to it, in ms. Default 1,000. */
  readonly errorWithinMs?: number
}

/** Pressed again and again because that is what they are for. */
const steppers = /^([+\-−–‹›<>«»←→↑↓▲▼◀▶⏮⏭]|\W*(next|prev|previous|back|forward|up|down|more|less|plus|minus|increase|decrease|increment|decrement|zoom|undo|redo|add|remove|weiter|zurück|mehr|weniger|suivant|précédent)\b)/i
/** Works without showing anything. */
const silent = /copy|kopier|copier|copiar|download|herunterladen|save|speichern|export|print|drucken|share|teilen|mute|play|pause|undo|redo/i
/** What answers by itself, or draws its own answer. */
const natives = 'a[href],area[href],select,label,summary,input:not([type=button],[type=submit],[type=image]),textarea,option,canvas,video,audio,embed,object,iframe,[aria-haspopup],[contenteditable]'
/** Where repeated clicks are play or work. */
const playful = 'canvas,video,audio,embed,object,input[type=number],input[type=range],[role=spinbutton],[role=slider],[role=grid],textarea,[contenteditable],input:not([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio])'

type Press = { readonly actor: Element; readonly at: number; readonly x: number; readonly y: number }

/**
 * Records, each with the description of what was clicked, with the mouse, a finger or keys:
 * `Rage Click` (3 within a second on one thing, 30 px apart at most; once for each burst, with `clicks`), `Dead Click` (a button
 * after which nothing on the page changes for 2.5 s), `Error Click` (a click after which a script fails within a second, with
 * `cause` `own script`, `third party` or `network`) and `Cursor Thrashed` (20 changes of direction within 2 s).
 *
 * Left out, because they are none: selecting text, steppers, next and previous, zoom, number fields and sliders, clicks with a
 * modifier key, canvas, video and audio; for dead clicks also links, fields, drop-downs, and what copies, downloads, saves, prints,
 * plays or opens another window; a drop-down that opened when the button went down counts as an answer. `data-frustration-ignore`
 * on an element leaves out everything in it, `data-frustration-ignore="rage dead error"` the kinds it names.
 */
export function frustration(options: FrustrationOptions = {}): Capture {
  const { rageClicks = 3, rageWithinMs = 1000, rageDistancePx = 30, deadAfterMs = 2500, errorWithinMs = 1000 } = options
  return (tracker) => {
    const life = createLifeSigns(tracker)
    let burst: Press[] = []
    let isTold = false
    let judging: ReturnType<typeof setTimeout> | undefined
    let suspects: { readonly actor: Element; readonly downAt: number; readonly at: number; readonly description: object }[] = []
    let downAt = 0
    let isHeld = false
    let latest: { readonly description: object; readonly at: number; isTold: boolean } | undefined

    const isLeftOut = (path: readonly Element[], kind: string): boolean =>
      path.some((node) => {
        const kinds = node.getAttribute('data-frustration-ignore')
        return kinds === '' || !!kinds?.includes(kind)
      })
    const isSelecting = (): boolean => !getSelection()?.isCollapsed
    const rage = (press: Press, path: readonly Element[], description: { readonly name?: string | undefined }): void => {
      const [first] = burst
      const isSame = first && first.actor === press.actor && Math.abs(first.x - press.x) + Math.abs(first.y - press.y) <= rageDistancePx
      // From the last click, so that a long burst stays one; from the first, for whether it is one.
      if (!isSame || press.at - (burst.at(-1)?.at ?? 0) > rageWithinMs) [burst, isTold] = [[], false]
      burst.push(press)
      const recent = burst.filter(({ at }) => press.at - at <= rageWithinMs)
      const isPlay = path.slice(0, 3).some((node) => node.matches(playful) || [...node.children].some((child) => child.matches('input[type=number],[role=spinbutton]')))
      if (isTold || recent.length < rageClicks || isSelecting() || isPlay || steppers.test(description.name ?? '') || isLeftOut(path, 'rage')) return
      isTold = true
      tracker.track('Rage Click', { ...description, clicks: recent.length })
    }
    const rest = (): void => {
      clearTimeout(judging)
      judging = undefined
      suspects = []
      life.rest()
    }
    const judge = (): void => {
      judging = undefined
      const now = performance.now()
      const livedAt = life.last()
      for (const { at, downAt: since, description, actor } of suspects.splice(0)) {
        if (livedAt >= since) continue
        if (now - at < deadAfterMs - 50) suspects.push({ at, downAt: since, description, actor })
        else tracker.track('Dead Click', { ...description, disabled: actor.getAttribute('aria-disabled') === 'true' || undefined })
      }
      const [next] = suspects
      if (next) judging = setTimeout(judge, deadAfterMs - (now - next.at))
      else rest()
    }
    const down = (event: Event): void => {
      downAt = performance.now()
      // Before the page hears of it: what opens when the button goes down is an answer too.
      life.watch(event.composedPath())
      judging ??= setTimeout(judge, deadAfterMs)
    }
    const press = (event: MouseEvent & KeyboardEvent): void => {
      // A key held down makes click after click.
      if (event.type === 'keydown') isHeld = event.repeat
      else if (isHeld && event.detail === 0) return
      const path = pathOf(event)
      const actor = actorOf(event)
      const at = performance.now()
      const { x = 0, y = 0, ctrlKey, metaKey, shiftKey, altKey } = event
      if (!event.isTrusted || ctrlKey || metaKey || shiftKey || altKey || (event.type === 'keydown' && !actor)) return
      const target = actor ?? path[0]
      if (!target || path.some((node) => node.matches('[data-track-ignore]'))) return
      const description: { name?: string | undefined } = actor ? describe(actor) : { ...describe(target), name: undefined }
      rage({ actor: target, at, x, y }, path, description)
      latest = actor && !isLeftOut(path, 'error') ? { description, at, isTold: false } : undefined
      // With keys there was no button that went down.
      if (at - downAt > 1000) down(event)
      if (!actor || actor.matches(natives) || path.some((node) => node.matches('[contenteditable],canvas,video,audio'))) return
      if (!actor.matches('button,input,[role=button],[role=tab],[role=switch],[role^=menuitem],[data-track]')) return
      // One answer is enough for clicks in quick succession.
      if (isSelecting() || isLeftOut(path, 'dead') || silent.test(description.name ?? '') || suspects.some((each) => each.actor === actor)) return
      suspects.push({ actor, downAt: Math.min(downAt, at), at, description })
      clearTimeout(judging)
      judging = setTimeout(judge, deadAfterMs - (at - suspects[0]!.at))
    }
    const fail = (event: Event): void => {
      // A file that does not load is an `error` too, of its element.
      if (!latest || latest.isTold || performance.now() - latest.at > errorWithinMs || (event.type === 'error' && !(event as ErrorEvent).message)) return
      latest.isTold = true
      tracker.track('Error Click', { ...latest.description, cause: causeOf(event) })
    }
    return listenAll(
      tracker,
      // Leaving is an answer.
      { pointerdown: down, 'click keydown': press, 'error unhandledrejection': fail, pagehide: rest },
      onThrashing(tracker, (path) => isLeftOut(path, 'thrash') || tracker.track('Cursor Thrashed')),
      rest,
    )
  }
}
