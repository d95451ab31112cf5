// What its makers called a thing that says nothing to people but shows an icon: the last resort of a name.
// Reads attributes that the site's makers write, within bounds; never content.

/** These alone: others, such as `data-user-name`, may hold what is about people. */
const calls = /^(id|name|icon|track-id|data-(testid|test|qa|cy|action|icon))$/
/** Words only: with digits in it, a tool made it. */
const words = /^[a-z]+([-_][a-z]+)*$/i
/** `fa-search`, `icon_cart`, `vac-icon-paperclip`, `#icon-close`. */
const icons = /(?:^|[\s#_-])(?:fa|icon|bi|mdi|lucide)[-_]+(?!icon)([a-z]{3,}(?:[-_][a-z]+)*)/i
/** What a class says of a sign that everybody knows. */
const signs = /(?:^|[\s_-])(close|search|menu|next|prev|back|play|share|edit|delete|remove|toggle)(?=$|[\s_-])/i
const maxInside = 5

/** Words, or none: of its own attributes, or of the icon in it. */
export function hintOf(element: Element): string | undefined {
  const called = [...element.attributes].find(({ name, value }) => calls.test(name) && words.test(value))?.value
  if (/^\s*[×✕✖]\s*$/.test(element.textContent)) return 'close'
  // Looked at one by one: of what holds half a page the rest is never listed.
  const all = element.getElementsByTagName('*')
  const inside = [...Array.from({ length: maxInside }, (_, i) => all[i] ?? element), element]
  const icon = inside.map((each) => ['class', 'id', 'href', 'xlink:href'].map((name) => icons.exec(each.getAttribute(name) ?? '')).find(Boolean)).find(Boolean)
  return (called ?? icon?.[1] ?? signs.exec(element.getAttribute('class') ?? '')?.[1])?.replace(/([a-z])([A-Z])|[-_]/g, '$1 $2').toLowerCase()
}
