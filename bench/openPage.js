// Owns how a benchmark opens its page: cross-origin isolated, so that performance.now() has steps of 5 µs, not 100.
// Must not measure.

/**
 * @param {import('./run.js').Run} setting
 * @param {object} [options] of the tracker
 */
export async function openPage({ browser, site }, options = {}) {
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  // Nothing is sent unless a measure asks for it.
  const quiet = { writeKey: 'bench', flushDelayMs: 3_600_000, ...options }
  const page = await browser.open(site.page('blank', { headers, options: quiet }))
  await page.waitFor(() => /** @type {any} */ (window).isReady)
  if (!(await page.run(() => crossOriginIsolated))) throw new Error('The page is not isolated: its clock is too coarse')
  return page
}
