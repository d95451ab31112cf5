// What the browser says of itself and on the visitor's behalf.
// Reads only.

/** Whether this runs without a page: in server-side rendering, or in a worker. */
export const hasNoPage = (): boolean => typeof document === 'undefined'

/** Whether Do Not Track is on: https://www.w3.org/TR/tracking-dnt/. */
export const hasDoNotTrack = (): boolean => navigator.doNotTrack === '1'

/** Whether Global Privacy Control is on, see https://w3c.github.io/gpc/. */
export const hasGlobalPrivacyControl = (): boolean => (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl === true
