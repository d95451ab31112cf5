// The browser tests of which no engine does anything differently: they run in Chromium alone.
// Must not name a file with a row of the fault table, or one that acts on the page, its storage or its end.

/** Files in test/browser. */
export const onlyInChromium = [
  // The collector's own pages and what comes out at their side of the wire.
  'collectorPage', 'experiencePage', 'formats', 'completeness',
  // Our own wiring between trackers, and what another library has left.
  'collectors', 'segment', 'takeOver', 'upgrade',
  // What developers look at, and what they build with.
  'devtools', 'docsSite', 'frameworks',
  // `npm run soak` runs in each engine by itself.
  'soak',
].map((name) => `test/browser/${name}.test.ts`)
