// Owns PostHog's SDK, the slim one, behind the calls that every contender has.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import posthog from 'posthog-js/dist/module.slim.js'
import { startPosthog } from './startPosthog.js'

/** @type {import('./page.js').Start} */
export const start = (setup) => startPosthog(posthog, setup)
