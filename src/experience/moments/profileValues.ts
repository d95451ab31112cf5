// A profile as conditions see it: bare values under `traits`, `facts` and `scores`.
// Pure.

import type { Profile } from '../profile/createProfile.js'

/** For the `values` of `createMoments`. */
export function profileValues(profile: Profile): { readonly [section: string]: { readonly [name: string]: unknown } } {
  const { traits, facts, scores } = profile.read()
  const bare = (all: { readonly [name: string]: { readonly value: unknown } }): { readonly [name: string]: unknown } =>
    Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value]))
  return { traits: bare(traits), facts: bare(facts), scores: bare(scores) }
}
