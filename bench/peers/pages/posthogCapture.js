// Owns PostHog's SDK, the one with autocapture, behind the calls that every contender has.
// Must hold nothing else.
// @ts-ignore: installed by the command.
import posthog from 'posthog-js'
import { startPosthog } from './startPosthog.js'

/** @type {import('./page.js').Start} */
export const start = (setup) => startPosthog(posthog, setup)
