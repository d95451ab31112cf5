// What a format refuses at once: an option that is missing, and an address that is none.
// Pure. Throws at whoever sets the tracker up, and never later.

/** Throws an `Error` with the mend in it if one of these is missing, or if `url` is no address. */
export function checkOptions(format: string, options: { readonly url: string; readonly [name: string]: unknown }): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === '') fail(format, `${name} is missing`)
  }
  if (!/^(https?:\/)?\//.test(options.url)) fail(format, 'url must begin with https:// or /')
}

/** Throws, at whoever sets the tracker up. */
export function fail(format: string, mistake: string): never {
  throw new Error(`throughline: ${format}: ${mistake}`)
}

/** The address with the path that the system listens at, unless it has one already. */
export const withPath = (url: string, path: string): string =>
  /^(https?:\/\/[^/?#]+)?\/?$/.test(url) ? url.replace(/\/$/, '') + path : url
