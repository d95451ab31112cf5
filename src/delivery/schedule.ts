// When to flush: one timer, and none while there is nothing to do or the browser is offline.
// Timers, time and the network's state are arguments.

/** The neighbours of the schedule. */
export type SchedulePorts = {
  now(): number
  isOnline(): boolean
  run(): void
}

/** What {@link createSchedule} returns. */
export type Schedule = {
  /** Runs at that time (epoch ms), or earlier if it is due earlier. */
  by(time: number): void
  cancel(): void
}

/** Browsers turn a longer time into none at all (the delay is a signed 32-bit number). */
const longestMs = 2 ** 31 - 1

/** Creates a schedule without a timer. */
export function createSchedule({ now, isOnline, run }: SchedulePorts): Schedule {
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = Infinity

  const cancel = (): void => {
    clearTimeout(timer)
    due = Infinity
  }
  return {
    by(time) {
      // `online` flushes by itself.
      if (time >= due || !isOnline()) return
      clearTimeout(timer)
      due = time
      timer = setTimeout(
        () => {
          due = Infinity
          run()
        },
        Math.min(Math.max(0, time - now()), longestMs),
      )
    },
    cancel,
  }
}
