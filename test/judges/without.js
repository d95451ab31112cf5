// Takes out of a payload what is not compared; the test that does so says why.
// Pure.

/**
 * @param {any} from
 * @param {readonly string[]} paths such as `context.library`
 */
export const without = (from, ...paths) => {
  const copy = structuredClone(from)
  for (const path of paths) {
    const keys = path.split('.')
    const last = /** @type {string} */ (keys.pop())
    const parent = keys.reduce((value, key) => value?.[key], copy)
    if (parent) delete parent[last]
  }
  return copy
}
