// Columns of numbers that grow.
// Pure.

type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array

/** The column with room for so many entries at least: itself, or a larger copy. */
export function roomFor<T extends Column>(column: T, count: number): T {
  if (count <= column.length) return column
  const larger = new (column.constructor as new (count: number) => T)(Math.max(count, Math.ceil(column.length * 1.5)))
  larger.set(column as never)
  return larger
}
