// What a page with Vue does: mounts an app with a router, and navigates.
// Must not assert; frameworks.test.ts does.
import { createThroughline, useIdentity, useTracker } from 'throughline/vue'
import { createApp, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'

/** @param {any} tracker @param {any} [pageView] */
export const mountVue = async (tracker, pageView) => {
  const seen = new Set()
  const Page = {
    setup() {
      const identity = useIdentity()
      seen.add(useTracker())
      return () => h('p', identity.value.userId ?? 'nobody')
    },
  }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: Page }, { path: '/about', component: Page }, { path: '/secret', component: Page, beforeEnter: () => false }],
  })
  const element = document.createElement('div')
  const app = createApp({ render: () => h(RouterView) }).use(router).use(createThroughline({ tracker, router, pageView }))
  await router.push('/')
  app.mount(element)
  await nextTick()
  return { router, nextTick, seen, text: () => element.textContent, unmount: () => app.unmount() }
}

/** @returns {string} */
export const vueWithoutPlugin = () => {
  let message = ''
  const app = createApp({ setup: () => () => h('p', typeof useTracker()) })
  app.config.errorHandler = (error) => (message = String(error))
  app.config.warnHandler = () => {}
  app.mount(document.createElement('div'))
  return message
}
