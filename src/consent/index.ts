// Subpath `throughline/consent`: what a visitor has said elsewhere on the page, told to the tracker; each on its own.
// Re-exports only.
export { consentFrom } from './consentFrom.js'
export type { ConsentSource } from './consentFrom.js'
export { cookiebot } from './cookiebot.js'
export type { CookiebotOptions } from './cookiebot.js'
export { googleConsentMode } from './googleConsentMode.js'
export type { ConsentType, GoogleConsentModeOptions } from './googleConsentMode.js'
export { gpp } from './gpp.js'
export type { GppOptions, OptOut } from './gpp.js'
export { oneTrust } from './oneTrust.js'
export type { OneTrustOptions } from './oneTrust.js'
export { tcf } from './tcf.js'
export type { TcfOptions } from './tcf.js'
