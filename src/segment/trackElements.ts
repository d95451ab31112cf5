// trackLink and trackForm of analytics.js: an event at a click, or when a form is sent.
// Delays no navigation: what is tracked is on its way to disk, and the next page delivers it.

/** One element, some, or what jQuery makes of them. */
export type Elements = Element | ArrayLike<Element> | { toArray(): Element[] } | null | undefined

type Of<T> = T | ((element: Element) => T)

const listOf = (elements: Elements): Element[] =>
  !elements ? [] : elements instanceof Element ? [elements] : 'toArray' in elements ? elements.toArray() : Array.from(elements)

const valueOf = <T>(value: Of<T>, element: Element): T => (typeof value === 'function' ? (value as (element: Element) => T)(element) : value)

/** Creates the call for one type of DOM event. */
export const trackElements =
  (type: 'click' | 'submit', track: (...args: unknown[]) => unknown) =>
  (elements: Elements, event: Of<string>, properties?: Of<object>, options?: object): void => {
    for (const element of listOf(elements))
      element.addEventListener(type, () => void track(valueOf(event, element), valueOf(properties, element), options))
  }
