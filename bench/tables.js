// Owns how results are laid out: ratios first, then medians with their spread, as Markdown.
// Must not decide what is good.
import { median, spread } from './statistics.js'

/** @typedef {{ heading?: string, columns: string[], rows: string[][], note?: string }} Table */
/** @typedef {{ what: string, aim: string, found: string, isKept?: boolean, isPromise?: boolean }} Aim */
/** @typedef {{ tables: Table[], notes?: string[], aims?: Aim[], broken?: Record<string, string> }} Result */
/** @typedef {{ key: string, title: string, unit: string, digits?: number, scale?: number }} Metric */
/** @typedef {Record<string, Record<string, number[]>>} Samples by contender, by metric */

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
export const say = (/** @type {number} */ value) => number.format(value)

/**
 * The same figures twice: as multiples of ours, and as they are.
 * @param {readonly import('./stands.js').Stand[]} stands
 * @param {readonly Metric[]} metrics
 * @param {Samples} samples
 * @returns {Table[]}
 */
export function compare(stands, metrics, samples) {
  const ours = samples.throughline ?? {}
  const rows = stands.filter(({ name }) => samples[name])
  const ratio = (/** @type {string} */ name, /** @type {string} */ key) => {
    const [one, other] = [median(ours[key] ?? []), median(samples[name]?.[key] ?? [])]
    return Number.isFinite(other / one) ? `${say(other / one)} x` : '-'
  }
  return [
    ...(ours[metrics[0]?.key ?? '']
      ? [{
          heading: 'Multiples of Throughline',
          columns: ['', ...metrics.map(({ title }) => title)],
          rows: rows.map(({ name, contender }) => [contender.title, ...metrics.map(({ key }) => ratio(name, key))]),
        }]
      : []),
    {
      heading: 'Medians (middle half)',
      columns: ['', ...metrics.map(({ title, unit }) => `${title}, ${unit}`)],
      rows: rows.map(({ name, contender }) => [
        contender.title,
        ...metrics.map(({ key, digits = 1, scale = 1 }) => {
          const values = (samples[name]?.[key] ?? []).map((value) => value * scale)
          return values.length > 1 ? spread(values, digits) : values.length ? say(values[0] ?? NaN) : '-'
        }),
      ]),
    },
  ]
}

/**
 * The best of the others. @param {readonly import('./stands.js').Stand[]} stands @param {Samples} samples @param {string} key
 * @returns {{ title: string, value: number } | undefined}
 */
export function bestPeer(stands, samples, key) {
  const peers = stands.filter(({ name, contender }) => name !== 'throughline' && !contender.isControl && samples[name]?.[key]?.length)
  const found = peers.map(({ name, contender }) => ({ title: contender.title, value: median(samples[name]?.[key] ?? []) }))
  return found.sort((a, b) => a.value - b.value)[0]
}

/** @param {Table} table */
export const toMarkdown = ({ heading, columns, rows, note }) =>
  [
    ...(heading ? [`**${heading}**`, ''] : []),
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    ...(note ? ['', note] : []),
  ].join('\n')
