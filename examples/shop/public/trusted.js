// What the scripts of these sites make markup and workers of, where the page demands Trusted Types: their own constants, and one file.
// Must not be handed anything that was typed or received.

const name = 'tidewick'
const worker = '/offline.js'

/** @typedef {{ createHTML(html: string): string, createScriptURL(url: string): string }} Policy */
const { trustedTypes } = /** @type {{ trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }} */ (
  /** @type {unknown} */ (globalThis)
)
const policy = trustedTypes?.createPolicy(name, { createHTML: (html) => html, createScriptURL: () => worker })

/** @param {string} html made of constants of the site */
export const ownHtml = (html) => policy?.createHTML(html) ?? html

/** The service worker of the site, and no other. */
export const ownWorker = () => policy?.createScriptURL(worker) ?? worker
