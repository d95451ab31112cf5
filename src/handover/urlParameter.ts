// A parameter in an address, put there and taken out again.
// Leaves everything else in the address as it was, to the letter.

/**
 * The address with the parameter. It goes where no server, no cache and no `Referer` sees it: behind the `#`, unless
 * the address has a fragment of its own.
 */
export function putParameter(url: URL, name: string, value: string): string {
  const bare = new URL(url)
  remove(bare, name)
  if (bare.hash) bare.search += `${bare.search ? '&' : ''}${name}=${value}`
  else bare.hash = `${name}=${value}`
  return bare.href
}

/** The value of the parameter in the address bar, which is without it from then on. That is no step in the history. */
export function takeParameter(name: string): string | undefined {
  const url = new URL(location.href)
  const value = remove(url, name)
  if (value === undefined) return
  try {
    history.replaceState(history.state, '', url)
  } catch {
    // A page in a sandbox may not; then it keeps its address.
  }
  return value
}

/** The value, the last one if there are several; all of them are gone then. */
function remove(url: URL, name: string): string | undefined {
  const isOurs = (part: string): boolean => part.startsWith(`${name}=`)
  // Not by `searchParams`, which writes the whole query anew in a spelling of its own.
  const query = url.search.slice(1).split('&')
  const fragment = url.hash.slice(1)
  const found = [...query, fragment].filter(isOurs)
  const rest = query.filter((part) => !isOurs(part)).join('&')
  // With its sign: the setter takes a first `?` away, which may be the query's own.
  if (query.some(isOurs)) url.search = rest && `?${rest}`
  if (isOurs(fragment)) url.hash = ''
  return found.at(-1)?.slice(name.length + 1)
}
