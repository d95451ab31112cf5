// The address by which one view of a page is told from the next.
// Reads the page's address only.

/** Without a hash, unless that is a route: `#/...` or `#!...`. */
export const viewAddress = (): string => location.href.replace(/#(?![/!]).*/, '')
