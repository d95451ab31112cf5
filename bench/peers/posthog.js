// Owns what the comparison has to know of PostHog's SDK: its settings with their reasons, and its protocol.
// Must not judge.
import { readJson } from './readBody.js'

const docs = 'https://posthog.com/docs/libraries/js/config'

const remoteConfig = {
  supportedCompression: ['gzip', 'gzip-js'], elementsChainAsString: true, autocapture_opt_out: false, hasFeatureFlags: false,
  sessionRecording: false, surveys: false, heatmaps: false, capturePerformance: false, captureDeadClicks: false,
  autocaptureExceptions: false, defaultIdentifiedOnly: true, siteApps: [], toolbarParams: {}, isAuthenticated: false,
}

/** @type {import('../contenders.js').Contender} */
export const posthog = {
  title: 'PostHog',
  packageName: 'posthog-js',
  hasCapture: true,
  capturePage: 'posthogCapture',
  settings: [
    ["import from 'dist/module.slim.js'", 'less than half of the default import; the measure of clicks takes the default one, which has autocapture', 'https://posthog.com/docs/libraries/js'],
    ["persistence: 'localStorage+cookie' (default), defaults: '2026-05-30'", 'the newest defaults write storage less often', docs],
    ['remote configuration answered', 'without it bodies are not gzipped, and each click is sent twice over', docs],
    ['rate_limiting raised', 'by default events beyond 10 a second are dropped', docs],
    ['disable_external_dependency_loading, no flags, surveys, recording', 'code and requests that are not compared', docs],
  ],
  caveats: ['Its queue is in memory only; there is no setting for more.'],
  isEvents: (path) => /^\/(e|i\/v0\/e|batch|capture|track)\/?$/.test(path),
  answer: (path) => ({ body: JSON.stringify(/config/.test(path) ? remoteConfig : /flags|decide/.test(path) ? { ...remoteConfig, featureFlags: {}, flags: {} } : { status: 'Ok' }) }),
  itemsOf(text) {
    const json = readJson(text)
    return json.batch ?? [json].flat()
  },
  // Its servers tell people apart by `distinct_id`; the device id is one property among others.
  read: ({ uuid, event, properties }) => ({
    id: uuid ?? properties.$insert_id,
    anonymousId: properties.$anon_distinct_id ?? (properties.$user_id ? undefined : properties.distinct_id),
    userId: properties.$user_id,
    name: event,
    properties,
  }),
}
