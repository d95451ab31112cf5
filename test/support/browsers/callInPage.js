// Owns how a function gets into a page and its answer back, over a driver that takes one script at a time.
// Must not start a timer in the page, and must not trust what the page has made of its globals.
import { setTimeout as sleep } from 'node:timers/promises'

let keys = 0

/**
 * @param {(script: string) => Promise<any>} execute runs the body of a function and answers what it returns, in the end
 * @param {(...args: any[]) => any} fn self-contained
 * @param {readonly any[]} args
 * @returns {Promise<{ href: string, value: any }>}
 */
export async function callInPage(execute, fn, args) {
  const key = `call-${++keys}`
  let answer = await execute(`return (${begin})(${fn}, ${JSON.stringify(args)}, '${key}')`)
  // A long answer must not keep other tabs waiting: it is fetched when it is there.
  for (let waitMs = 1; answer === 'running'; waitMs = Math.min(waitMs * 1.5, 50)) {
    await sleep(waitMs)
    answer = await execute(`return (${ask})('${key}')`)
  }
  const { href, error, value } = JSON.parse(answer)
  if (error !== undefined) throw new Error(error)
  return { href, value }
}

/** In the page. @param {(...args: any[]) => any} fn @param {any[]} args @param {string} key */
async function begin(fn, args, key) {
  const calls = ((/** @type {any} */ (window))[Symbol.for('calls')] ??= {})
  /** @param {object} answer */
  const end = (answer) => {
    const patched = Object.getOwnPropertyDescriptor(Array.prototype, 'toJSON') // some tests do
    if (patched) delete (/** @type {any} */ (Array.prototype)).toJSON
    calls[key] = JSON.stringify({ href: location.href, ...answer })
    if (patched) Object.defineProperty(Array.prototype, 'toJSON', patched)
  }
  const run = async () => fn(...args)
  run().then((value) => end({ value }), (error) => end({ error: `${error}\n${error?.stack}` }))
  for (let turn = 0; turn < 10 && !(key in calls); turn++) await undefined
  const answer = calls[key] ?? 'running'
  if (answer !== 'running') delete calls[key]
  return answer
}

/** In the page. @param {string} key */
function ask(key) {
  const calls = (/** @type {any} */ (window))[Symbol.for('calls')]
  if (!calls) throw new Error('The page was left while it was asked')
  const answer = calls[key] ?? 'running'
  if (answer !== 'running') delete calls[key]
  return answer
}
