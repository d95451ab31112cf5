// What a page with React does: mounts components in strict mode, and changes routes.
// Must not assert; frameworks.test.ts does.
import { act, createElement as h, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { TrackerProvider, useIdentity, usePageViews, useTracker } from 'throughline/react'

/** @param {any} tracker */
export const mountReact = async (tracker) => {
  /** @type {any} */ (globalThis).IS_REACT_ACT_ENVIRONMENT = true
  const seen = new Set()
  const Page = (/** @type {{ route: string }} */ { route }) => {
    seen.add(useTracker())
    usePageViews(route, { name: `at ${route}`, properties: { route } })
    return h('p', null, useIdentity().userId ?? 'nobody')
  }
  const element = document.createElement('div')
  const root = createRoot(element)
  const show = (/** @type {string} */ route) => act(async () => root.render(h(StrictMode, null, h(TrackerProvider, { tracker }, h(Page, { route })))))
  return { show, act, seen, text: () => element.textContent, unmount: () => act(async () => root.unmount()) }
}

/** @returns {Promise<string>} */
export const reactWithoutProvider = async () => {
  /** @type {any} */ (globalThis).IS_REACT_ACT_ENVIRONMENT = true
  const Page = () => h('p', null, typeof useTracker())
  let message = ''
  const root = createRoot(document.createElement('div'), { onUncaughtError: (error) => (message = String(error)) })
  try {
    await act(async () => root.render(h(Page)))
  } catch (error) {
    message = String(error)
  }
  return message
}
