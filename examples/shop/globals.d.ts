// What the script tag puts into the page: the tracker, under this one name.
// Must hold types only.

import type { Tracker } from 'throughline'

declare global {
  interface Window {
    throughline: Tracker
  }
}
