// Which tokens have been used on this origin, for as long as they would be good: a token counts once.
// The only file of this room that uses localStorage; it holds numbers that mean nothing to anybody else.

const key = 'throughline:used'

/** Takes note of a token. False if it has been used before, or if nobody can remember that it is used now. */
export function useOnce(nonce: string, expiresAt: number, now: number): boolean {
  try {
    const used = read().filter(([, until]) => until > now)
    const isFirst = used.every(([other]) => other !== nonce)
    localStorage.setItem(key, JSON.stringify([...used, [nonce, expiresAt]]))
    return isFirst
  } catch {
    return false // storage is refused, or full
  }
}

/** Consent was withdrawn: nothing stays. */
export function forgetUsed(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // There is nothing, then.
  }
}

function read(): [nonce: string, until: number][] {
  const text = localStorage.getItem(key)
  try {
    return (JSON.parse(text ?? '[]') as [string, number][]).filter((entry) => entry.length === 2)
  } catch {
    return [] // edited by hand
  }
}
