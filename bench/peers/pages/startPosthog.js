// Owns how PostHog's SDK is started, with the settings of ../posthog.js.
// Must not import it: there are two.

/** @param {any} posthog @param {{ url: string, capture?: boolean }} setup @returns {import('./page.js').Calls} */
export function startPosthog(posthog, { url, capture = false }) {
  posthog.init('phc_bench', {
    api_host: url,
    defaults: '2026-05-30',
    autocapture: capture,
    capture_pageview: false,
    capture_pageleave: false,
    capture_dead_clicks: false,
    capture_heatmaps: false,
    capture_performance: false,
    capture_exceptions: false,
    rageclick: false,
    disable_session_recording: true,
    disable_surveys: true,
    disable_product_tours: true,
    disable_conversations: true,
    disable_web_experiments: true,
    disable_external_dependency_loading: true,
    advanced_disable_feature_flags: true,
    rate_limiting: { events_per_second: 100_000, events_burst_limit: 1_000_000 },
    opt_out_useragent_filter: true, // this browser calls itself headless
  })
  return {
    track: (name, properties) => void posthog.capture(name, properties),
    page: () => void posthog.capture('$pageview'),
    identify: (id, traits) => posthog.identify(id, traits),
    reset: () => posthog.reset(),
  }
}
