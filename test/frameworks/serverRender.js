// Renders an app with each framework where there is no DOM, as a server does, and prints the pages as JSON.
// Must run in a Node of its own.
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { createTracker } from 'throughline'
import { TrackerProvider, useIdentity, usePageViews, useTracker } from 'throughline/react'
import { createThroughline, useIdentity as useVueIdentity, useTracker as useVueTracker } from 'throughline/vue'
import { createSSRApp, h as vueH } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { renderToString as renderVue } from 'vue/server-renderer'

const tracker = createTracker({ collector: '/v1/batch', writeKey: 'server' })

const Page = () => {
  usePageViews('/')
  return h('p', null, `${typeof useTracker().track} ${useIdentity().userId ?? 'nobody'}`)
}
const react = renderToString(h(TrackerProvider, { tracker }, h(Page)))

const VuePage = { setup: () => { const who = useVueIdentity(); const its = useVueTracker(); return () => vueH('p', `${typeof its.track} ${who.value.userId ?? 'nobody'}`) } }
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: VuePage }] })
const app = createSSRApp({ render: () => vueH(RouterView) }).use(router).use(createThroughline({ tracker, router }))
await router.push('/')
const vue = await renderVue(app)

console.log(JSON.stringify({ react, vue }))
