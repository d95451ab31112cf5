// What somebody acts on with a click or a key: the link or control on the way from the target up.
// Reads the path of the event, and styles only where no element says that it can be clicked.

/** What acts when it is clicked. */
const actors =
  'a[href],area[href],button,summary,label,select,input:is([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio],[type=file]),[role=button],[role=link],[role^=menuitem],[role=tab],[role=option],[role=checkbox],[role=switch],[role=radio],[role=treeitem],[onclick],a[tabindex],[data-track]'
/** Of these the browser makes a click by itself when a key is pressed. */
const pressed = 'a[href],area[href],button,summary,input,select,textarea'
const focusable = '[tabindex],[role],[data-track]'
/** What its makers call one of many, or a thing to press. */
const item = /(^|[\s_-])(item|option|button|btn|link|tab|row|cell)($|\s)/i
/** Of more than so many elements under one another that show a hand, the outermost is half the page. */
const maxHands = 6

/** The elements of the event's path, the innermost first, through open shadow roots. */
export const pathOf = (event: Event): HTMLElement[] =>
  // A field of a form can stand for what the form is asked.
  event.composedPath().filter((node) => (node as Element).matches?.call) as HTMLElement[]

/**
 * The element that this click, or this Enter or Space, acts on; none if a script made it, if it is in an editable part or in
 * `data-track-ignore`, or if it is a label: the browser clicks its control by itself right afterwards.
 */
export function actorOf(event: Event & { readonly key?: string; readonly repeat?: boolean }): HTMLElement | undefined {
  const { key, repeat, isTrusted } = event
  if (!isTrusted || (key !== undefined && (repeat || !/^( |Enter)$/.test(key)))) return
  const path = pathOf(event)
  let actor = path.find((node) => node.matches(actors))
  if (path.some((node) => node.matches('[data-track-ignore],[contenteditable]:not([contenteditable=false])'))) return
  // A key acts on what is focused; where the browser makes a click of it, the click is heard.
  if (key !== undefined && ((actor ?? path[0]) !== path[0] || !path[0]?.matches(focusable) || path[0].matches(pressed))) return
  // What looks to people as if it could be clicked: the item of a list, or else the outermost that shows the hand.
  if (!actor) {
    const hands = path.slice(0, Math.max(0, path.findIndex((node) => getComputedStyle(node).cursor !== 'pointer')))
    actor = key ? hands[0] : (hands.find((node) => item.test(node.getAttribute('class') ?? '')) ?? (hands.length > maxHands ? undefined : hands.at(-1)))
  }
  return (actor as HTMLLabelElement | undefined)?.control ? undefined : actor
}
