// Owns how the browser's own record of its tasks is taken and read.
// Must not cost much: only whole tasks are recorded.

const mark = 'bench-begin'
const task = 'ThreadControllerImpl::RunTask'

/**
 * @param {import('puppeteer-core').CDPSession} session
 * @param {(at: number) => void} [onMark] told the time of each `performance.mark('bench-act')`, in µs of the trace
 * @returns {Promise<() => Promise<any[]>>} ends the trace, and answers with the tasks of the page's main thread: of the page
 *   that has made the mark last, this one or the next
 */
export async function startTrace(session, onMark) {
  /** @type {any[]} */
  const events = []
  const collect = (/** @type {{ value: any[] }} */ { value }) => void events.push(...value)
  session.on('Tracing.dataCollected', collect)
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'], excludedCategories: ['*'] },
  })
  await session.send('Runtime.evaluate', { expression: `performance.mark('${mark}')` })
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', () => resolve(undefined)))
    await session.send('Tracing.end')
    await complete
    session.off('Tracing.dataCollected', collect)
    for (const { name, ts } of events) if (name === 'bench-act') onMark?.(ts)
    const marks = events.filter(({ name }) => name === mark).sort((a, b) => a.ts - b.ts)
    const [first, last] = [marks[0], marks.at(-1)]
    if (!first) throw new Error('The trace does not have the mark')
    return events.filter(({ pid, tid, ph, ts, name }) => pid === last.pid && tid === last.tid && ph === 'X' && ts > first.ts && name === task)
  }
}

/** @param {any[]} tasks */
export const longestTaskMs = (tasks) => Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000))

/** @param {any[]} tasks */
export const longestProcessorMs = (tasks) => Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1000))

/** Of the processor: what others do on the machine, and what the task waits for, is not in it. @param {any[]} tasks */
export const processorMs = (tasks) => tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0)

/** By the clock. @param {any[]} tasks */
export const sumMs = (tasks) => tasks.reduce((sum, { dur = 0 }) => sum + dur / 1000, 0)
