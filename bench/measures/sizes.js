// Owns the comparison of what a visitor downloads: the same three calls, bundled and minified in the same way.
// Needs no browser.
import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { bestPeer, compare, say } from '../tables.js'

/** @param {string} file */
const brotliOf = (file) => brotliCompressSync(readFileSync(new URL(`../../dist/${file}`, import.meta.url), 'utf8').trim()).length

export const sizes = {
  title: 'Size',
  needsBrowser: false,
  /** @param {import('../run.js').Run} run @returns {Promise<import('../tables.js').Result>} */
  async measure({ stands }) {
    /** @type {import('../tables.js').Samples} */
    const samples = {}
    for (const { name, script } of stands) {
      samples[name] = { brotli: [script.brotliBytes], atOnce: [script.atOnceBytes], gzip: [script.gzipBytes], bytes: [script.bytes] }
    }
    const best = bestPeer(stands, samples, 'brotli')
    const script = brotliOf('throughline.js')
    return {
      tables: compare(stands, [
        { key: 'brotli', title: 'all, brotli', unit: 'B' },
        { key: 'atOnce', title: 'loaded at once, brotli', unit: 'B' },
        { key: 'gzip', title: 'all, gzip', unit: 'B' },
        { key: 'bytes', title: 'all, minified', unit: 'B' },
      ], samples),
      notes: [
        'The page scripts in `bench/peers/pages`: start, `track`, `page`, `identify` and `reset`, bundled by rollup and minified by terser. "At once" is what the entry imports statically; the rest follows.',
        `Throughline's script tag, with page views and clicks: ${say(script)} B brotli. It keeps events in IndexedDB; Segment, RudderStack, Snowplow, Amplitude and Mixpanel keep theirs in localStorage, PostHog and Jitsu in memory.`,
      ],
      aims: [
        { what: 'script-tag build with default capture and outbox, brotli', aim: '<= 8 kB', found: `${say(script / 1000)} kB (best peer: ${best?.title} ${say((best?.value ?? NaN) / 1000)} kB, without capture)`, isKept: script <= 8000 },
        { what: '`createTracker`, brotli', aim: '<= 4 kB', found: `${say((samples.throughline?.atOnce?.[0] ?? NaN) / 1000)} kB at once, ${say((samples.throughline?.brotli?.[0] ?? NaN) / 1000)} kB with delivery, which follows`, isKept: (samples.throughline?.atOnce?.[0] ?? NaN) <= 4000 },
      ],
    }
  },
}
