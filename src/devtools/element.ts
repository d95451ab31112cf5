// Makes elements without HTML as text, so that a strict Content-Security-Policy and Trusted Types have nothing to refuse.
// Knows nothing of what is shown.

type Attributes = { readonly [name: string]: string | boolean | undefined | ((event: never) => void) }

/** An element with attributes (functions are listeners) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value as EventListener)
    else if (value === true) made.setAttribute(name, '')
    else if (value) made.setAttribute(name, value)
  }
  made.append(...children)
  return made
}
