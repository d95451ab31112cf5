// Owns how a test page gets throughline/experience, which most tests do without.
// Must not hold any logic of a test.
const path = '/dist/experience.js'
const page = /** @type {any} */ (window)
page.experience = await import(path)

export {}
