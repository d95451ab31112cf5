// A strict reader of the text of OpenMetrics 1.0, as far as its grammar goes. Throws at the first line that breaks it.
// https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
type Family = { type: string; unit?: string; help?: string; samples: Map<string, number> }

const suffixes: Record<string, string[]> = { counter: ['_total', '_created'], gauge: [''], histogram: ['_bucket', '_count', '_sum', '_created'] }
const label = '[a-zA-Z_]\\w*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const sampleLine = new RegExp(`^([a-zA-Z_:][\\w:]*)(\\{(?:${label}(?:,${label})*)?\\})? ([-+]?(?:\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?|Inf|NaN))$`)

export function readOpenMetrics(text: string): Map<string, Family> {
  const families = new Map<string, Family>()
  if (!text.endsWith('\n# EOF\n')) throw new Error('It must end with # EOF and a line feed.')
  let current: [name: string, family: Family] | undefined
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, keyword, name = '', rest = ''] = /^# (TYPE|UNIT|HELP) (\S+) (.*)$/.exec(line) ?? []
    if (keyword) {
      if (current?.[0] !== name) {
        if (families.has(name)) throw new Error(`The lines of ${name} do not stand together.`)
        current = [name, { type: 'unknown', samples: new Map() }]
        families.set(...current)
      }
      const [, family] = current
      if (family.samples.size > 0) throw new Error(`${line} stands behind samples.`)
      if (keyword === 'TYPE') family.type = rest
      if (keyword === 'UNIT') family.unit = rest
      if (keyword === 'HELP') family.help = rest
      if (keyword === 'UNIT' && !name.endsWith(`_${rest}`)) throw new Error(`${name} does not end with its unit ${rest}.`)
      if (keyword === 'TYPE' && !suffixes[rest]) throw new Error(`There is no type ${rest}.`)
      continue
    }
    const [, sample = '', labels = '', value = ''] = sampleLine.exec(line) ?? []
    if (!sample) throw new Error(`No sample: ${line}`)
    const [family, { type, samples }] = current ?? ['', { type: '', samples: new Map() }]
    if (!suffixes[type]?.some((suffix) => sample === family + suffix)) throw new Error(`${sample} is no sample of the ${type} ${family}.`)
    if (samples.has(sample + labels)) throw new Error(`${sample}${labels} stands there twice.`)
    samples.set(sample + labels, Number(value))
  }
  for (const [name, { type, samples }] of families) {
    if (type !== 'histogram') continue
    const buckets = [...samples].filter(([sample]) => sample.startsWith(`${name}_bucket`)).map(([, count]) => count)
    if (buckets.some((count, index) => count < (buckets[index - 1] ?? 0))) throw new Error(`The buckets of ${name} do not rise.`)
    if (![...samples.keys()].includes(`${name}_bucket{le="+Inf"}`) || buckets.at(-1) !== samples.get(`${name}_count`)) throw new Error(`The last bucket of ${name} must be +Inf and hold all.`)
  }
  return families
}
