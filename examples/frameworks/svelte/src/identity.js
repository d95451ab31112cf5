// Who is here, as a store: what any framework with stores needs.
import { readable } from 'svelte/store'
import { tracker } from './tracker.js'

export const identity = readable(tracker.identity(), (set) => {
  set(tracker.identity())
  return tracker.on('identity', set)
})
