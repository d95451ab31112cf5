// Links and forms that lead to another domain of this site carry a token, from the click until the browser has gone.
// Never stands in the way: it listens, and what it changes it changes back.

import { type Links, linkParameter } from './createLinks.js'
import { putParameter } from './urlParameter.js'
import type { Tracker } from '../types.js'

/** Decorates at the click, also of the middle button and by key, and when a form is sent with GET. Returns the undo. */
export function decorateLinks(tracker: Tracker, { tokenFor }: Links): () => void {
  const ended = new AbortController()
  const options = { capture: true, signal: ended.signal }

  const click = (event: MouseEvent): void => {
    if (event.type === 'auxclick' && event.button !== 1) return
    // Along the path, because what is clicked may be in a shadow root.
    const link = event.composedPath().find((node) => (node as Element).matches?.('a[href],area[href]')) as HTMLAnchorElement | undefined
    // Without a referrer the other side would refuse it. In SVG `href` is no text.
    if (!link || typeof link.href !== 'string' || link.relList.contains('noreferrer') || link.referrerPolicy === 'no-referrer') return
    const token = tokenFor(tracker, link.href)
    if (!token) return
    const plain = link.getAttribute('href') as string
    link.setAttribute('href', putParameter(new URL(link.href), linkParameter, token))
    // The browser has read it by then; a copy of the link must not carry a visitor. What the page has put there stays.
    setTimeout(() => link.href.includes(linkParameter) && link.setAttribute('href', plain))
  }

  const submit = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement
    // By attribute, because a field named `action` or `method` hides the property of that name.
    const said = (name: string): string => event.submitter?.getAttribute(`form${name}`) || form.getAttribute(name) || ''
    if (/^(post|dialog)$/i.test(said('method'))) return
    const token = tokenFor(tracker, resolve(said('action')))
    if (!token) return
    // A form that is sent with GET puts its own fields in place of the query.
    const fill = ({ formData }: FormDataEvent): void => {
      if (!event.defaultPrevented) formData.set(linkParameter, token)
    }
    form.addEventListener('formdata', fill, { once: true })
    setTimeout(() => form.removeEventListener('formdata', fill))
  }

  document.addEventListener('click', click, options)
  document.addEventListener('auxclick', click, options)
  document.addEventListener('submit', submit, options)
  return () => ended.abort()
}

function resolve(action: string): string {
  try {
    return new URL(action, document.baseURI).href
  } catch {
    return action // no address, so nobody's
  }
}
