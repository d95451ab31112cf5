// What may be taken as granted where nobody was asked.
// Asks the browser for its signal, and nothing else.

import { hasGlobalPrivacyControl } from '../page/signals.js'
import type { Choices } from '../types.js'

/** Without what is granted, where Global Privacy Control is on: only a visitor's own choice is stronger than that. */
export const notAgainstGpc = (choices: Choices): Choices =>
  hasGlobalPrivacyControl() ? Object.fromEntries(Object.entries(choices).filter(([, is]) => !is)) : choices
