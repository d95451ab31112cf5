// The second file of the script tag: the captures that the first has no room for, by the names that `data-capture` gives them.
// Loaded by the first only where the tag asks for one of them.

export { attention } from './attention.js'
export { campaigns } from './campaigns.js'
/** The long form of the tag's own `clicks`: with what only looks as if it could be clicked, ARIA keys, place and `data-track-*`. */
export { clicks as allClicks } from './clicks.js'
export { copies } from './copies.js'
export { dataLayer } from './dataLayer.js'
export { errors } from './errors.js'
export { exits } from './exits.js'
export { forms } from './forms.js'
export { frames } from './frames.js'
export { frustration } from './frustration.js'
export { impressions } from './impressions.js'
export { media } from './media.js'
export { requests } from './requests.js'
export { restores } from './restores.js'
export { searches } from './searches.js'
export { vitals } from './vitals.js'
