// Counts what comes again and again, and says when it is worth an event.
// Pure; bounded.

const maxGroups = 50

/** Creates the counter. Answers with the count of the group if it is to be told: the 1st, 10th, 100th ... time; at most 50 groups. */
export function createCounter(): (group: string) => number | undefined {
  const counts = new Map<string, number>()
  return (group) => {
    const count = (counts.get(group) ?? 0) + 1
    if (count === 1 && counts.size >= maxGroups) return
    counts.set(group, count)
    return /^10*$/.test(`${count}`) ? count : undefined
  }
}
