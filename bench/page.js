// Owns how a benchmark opens its page: cross-origin isolated, so that performance.now() has steps of 5 µs, not 100.
// Must not measure.

/** What a shop says about a product when somebody looks at it. */
export const product = {
  product_id: '507f1f77bcf86cd799439011',
  sku: 'G-32',
  category: 'Lamps',
  name: 'Tidewick table lamp',
  brand: 'Tidewick',
  variant: 'brass',
  price: 149.9,
  quantity: 1,
  currency: 'EUR',
  position: 3,
  value: 149.9,
  url: 'https://shop.example.com/lamps/tidewick',
  image_url: 'https://shop.example.com/art/lamp.svg',
}

/**
 * @param {import('./run.js').Setting} setting
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
