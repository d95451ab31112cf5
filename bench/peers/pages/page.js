// Owns the types that every page script of the comparison shares.
// Must not hold code: it would be a part of every size.

/**
 * @typedef {object} Calls
 * @property {(name: string, properties?: any) => void} track
 * @property {() => void} page
 * @property {(id: string, traits?: any) => void} identify
 * @property {() => void} reset logout, as the vendor documents it
 */

/** `acts`: fields and scrolling too, where it can. @typedef {(setup: { url: string, capture?: boolean, acts?: boolean }) => Calls | Promise<Calls>} Start */

export {}
