// What the browser says on the visitor's behalf.
// Reads only.

/** Whether Global Privacy Control is on, see https://w3c.github.io/gpc/. */
export const hasGlobalPrivacyControl = (): boolean =>
  (navigator as Navigator & { globalPrivacyControl?: boolean }).globalPrivacyControl === true

/** False only if the browser is sure to be offline. True proves nothing. */
export const isOnline = (): boolean => navigator.onLine !== false
