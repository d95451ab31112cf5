// What is taken over of somebody else's object: what stands on a list, if it is a text or a number.
// Pure.

export type Values = { readonly [key: string]: unknown }

/** The list has their names with spaces between, each with ours behind a colon where it is another one. */
export const pick = (from: unknown, names: string): Values =>
  Object.fromEntries(
    names.split(' ').flatMap((name) => {
      const [theirs, ours = theirs] = name.split(':') as [string, string?]
      const value = (from as Values | undefined)?.[theirs]
      return /^(string|number)$/.test(typeof value) ? [[ours, value]] : []
    }),
  )
