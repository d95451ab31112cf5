// An element that the page is known to have.
// Must not be used for elements that may be missing.

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))
