// That something has been done in this browser, where no cookie can say so: the site may have the browser clear those.
// Says nothing of anybody.

/** One word in localStorage, which says nothing of anybody. Where that is refused there is none. */
export function createNote(key: string) {
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return {
    isThere: (): boolean => !!attempt(() => localStorage[key]),
    write: (): void => attempt(() => localStorage.setItem(key, '1')),
    remove: (): void => attempt(() => localStorage.removeItem(key)),
  }
}
