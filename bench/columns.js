// Owns the limit of the wire: the same events, each member a column of its own, under zstd -19.
// Must not be taken for a format: nothing reads it.
import { spawnSync } from 'node:child_process'

/** @param {any} value @param {string} path @param {Map<string, string[]>} columns */
function separate(value, path, columns) {
  if (value && typeof value === 'object') {
    for (const key of Object.keys(value)) separate(value[key], `${path}.${key}`, columns)
    return
  }
  const column = columns.get(path) ?? []
  columns.set(path, column)
  column.push(JSON.stringify(value))
}

/** @param {readonly any[]} items @returns {number | undefined} bytes; undefined without the command */
export function columnsUnderZstd(items) {
  /** @type {Map<string, string[]>} */
  const columns = new Map()
  for (const item of items) separate(item, '', columns)
  const text = [...columns].map(([path, values]) => `${path}\n${values.join('\n')}`).join('\n\n')
  const { status, stdout } = spawnSync('zstd', ['-19', '--ultra', '-c', '-q'], { input: text, maxBuffer: 2 ** 28 })
  return status === 0 ? stdout.length : undefined
}
