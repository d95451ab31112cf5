// What the collector counts about itself, as the text that OpenMetrics defines.
// Knows no route. https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md

export const metricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** Of the histogram; the last one is +Inf. */
const boundsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * @typedef {ReturnType<typeof createMetrics>} Metrics
 * @typedef {{ [label: string]: string | number }} Labels
 */

/** @param {Labels} labels */
const toText = (labels) => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

export function createMetrics() {
  /** @type {Map<string, { help: string, values: Map<string, number> }>} */
  const counters = new Map()
  /** @type {Map<string, { help: string, read: () => number }>} */
  const gauges = new Map()
  /** @type {Map<string, { help: string, counts: number[], sum: number }>} */
  const histograms = new Map()

  const head = (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ help) => {
    const unit = /_(bytes|seconds)$/.exec(name)?.[1]
    return [`# TYPE ${name} ${type}`, ...(unit ? [`# UNIT ${name} ${unit}`] : []), `# HELP ${name} ${help}`]
  }

  return {
    /** @param {string} name @param {string} help */
    counter(name, help) {
      /** @type {Map<string, number>} */
      const values = new Map()
      counters.set(name, { help, values })
      /** @param {Labels} labels @param {number} [by] */
      return (labels, by = 1) => void values.set(toText(labels), (values.get(toText(labels)) ?? 0) + by)
    },
    /** @param {string} name @param {string} help @param {() => number} read */
    gauge: (name, help, read) => void gauges.set(name, { help, read }),
    /** @param {string} name in seconds @param {string} help */
    histogram(name, help) {
      const own = { help, counts: Array.from({ length: boundsSeconds.length + 1 }, () => 0), sum: 0 }
      histograms.set(name, own)
      return (/** @type {number} */ seconds) => {
        const at = boundsSeconds.findIndex((bound) => seconds <= bound)
        const place = at < 0 ? boundsSeconds.length : at
        own.counts[place] = (own.counts[place] ?? 0) + 1
        own.sum += seconds
      }
    },
    /** @returns {string} */
    text() {
      const lines = []
      for (const [name, { help, values }] of counters) {
        lines.push(...head(name, 'counter', help))
        for (const [labels, value] of values) lines.push(`${name}_total${labels} ${value}`)
      }
      for (const [name, { help, read }] of gauges) lines.push(...head(name, 'gauge', help), `${name} ${read()}`)
      for (const [name, { help, counts, sum }] of histograms) {
        lines.push(...head(name, 'histogram', help))
        let total = 0
        counts.forEach((count, index) => lines.push(`${name}_bucket{le="${boundsSeconds[index]?.toFixed(4) ?? '+Inf'}"} ${(total += count)}`))
        lines.push(`${name}_count ${total}`, `${name}_sum ${sum}`)
      }
      return `${lines.join('\n')}\n# EOF\n`
    },
  }
}
