import { createThroughline } from 'throughline/vue'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import About from './About.vue'
import App from './App.vue'
import Home from './Home.vue'
import { tracker } from './tracker.js'

const router = createRouter({
  history: createWebHistory(),
  routes: [{ path: '/', component: Home }, { path: '/about', component: About }],
})

createApp(App).use(router).use(createThroughline({ tracker, router })).mount('#root')
