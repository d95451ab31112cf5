// Owns how a part of the bench gets into a report whose other figures are elsewhere: section by section, aim by aim.
// Must not touch what was not measured.

/** A report, in parts: what stands above the sections, and each section by its title. @param {string} text */
const split = (text) => {
  const [head = '', ...sections] = text.split(/^(?=## )/m)
  return { head, sections: new Map(sections.map((section) => [section.slice(3, section.indexOf('\n')), section.trimEnd()])) }
}

/** @param {string} section @returns {Map<string, string>} by what is aimed at */
const rowsOf = (section) => new Map([...section.matchAll(/^\| (.+?) \|.*$/gm)].map(([row, what = '']) => [what, row]))

/**
 * The old report with what the new one has measured, before the section `Who was measured` where it is new.
 * @param {string} old
 * @param {string} part
 * @param {readonly string[]} titles of what was measured
 * @param {string} about when and on what, because the head of the report tells of another run
 */
export function spliceReport(old, part, titles, about) {
  const [kept, fresh] = [split(old), split(part)]
  const aims = rowsOf(kept.sections.get('Aims') ?? '')
  for (const [what, row] of rowsOf(fresh.sections.get('Aims') ?? '')) aims.set(what, row)
  const header = (fresh.sections.get('Aims') ?? '').split('\n').slice(0, 4)
  kept.sections.set('Aims', [...header, ...[...aims.values()].filter((row) => !header.includes(row))].join('\n'))
  for (const title of titles) kept.sections.set(title, (fresh.sections.get(title) ?? '').replace(/^Begun at .*$/m, (line) => `${line} Measured on its own: ${about}.`))
  const last = ['Who was measured', 'Caveats']
  const names = [...kept.sections.keys()]
  const order = [...names.filter((name) => !last.includes(name)), ...last.filter((name) => names.includes(name))]
  return `${[kept.head.trimEnd(), ...order.map((name) => kept.sections.get(name))].join('\n\n')}\n`
}
