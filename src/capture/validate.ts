// A step that checks what is tracked against schemas of any library that speaks Standard Schema (zod, valibot, arktype ...).
// Knows no library: https://standardschema.dev

import type { Event, Step } from '../types.js'

type Issue = { readonly message: string; readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined }
type Result = { readonly issues?: readonly Issue[] | undefined }
/** What Standard Schema asks of a schema, as far as it is used here. */
export type Schema = { readonly '~standard': { readonly validate: (value: unknown) => Result | Promise<Result> } }

/** Options of {@link validate}. */
export type ValidateOptions = {
  /**
   * What becomes of an event that does not fit. `warn` (default): it is kept, and the console says what is wrong; `tag`: it is kept, and its
   * property `schema_errors` says so; `drop`: it is dropped, with the reason `step`.
   */
  readonly otherwise?: 'warn' | 'tag' | 'drop'
  /** Called with what is wrong, besides. For `warn`: in place of the console. */
  readonly report?: (event: Event, errors: readonly string[]) => void
  /** Whether an event without a schema fits. Default `true`. */
  readonly allowOthers?: boolean
}

const maxErrors = 10

/** `products.0.price: expected number` */
const textOf = ({ message, path }: Issue): string =>
  [path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'), message].filter(Boolean).join(': ')

/**
 * Makes a step for `createTracker({ steps: [validate({ 'Order Completed': schema })] })`, or `tracker.use`. Checks the
 * properties of each `track` against the schema of that name, when it is tracked. A schema that answers with a promise, or that throws, is
 * taken to fit: an event does not wait.
 */
export function validate(schemas: { readonly [name: string]: Schema }, options: ValidateOptions = {}): Step {
  const { otherwise = 'warn', allowOthers = true } = options
  const report = options.report ?? (otherwise === 'warn' ? (event, errors) => console.warn(`throughline: ${event.name} ${errors.join('; ')}`) : () => {})
  return (event) => {
    const { type, name = '', properties = {} } = event
    if (type !== 'track') return event
    let errors: string[] = []
    if (Object.hasOwn(schemas, name)) {
      try {
        const result = schemas[name]!['~standard'].validate(properties)
        errors = 'then' in result ? [] : (result.issues ?? []).slice(0, maxErrors).map(textOf)
      } catch {
        // The schema is broken, not the event.
      }
    } else if (!allowOthers) errors = ['there is no schema of that name']
    if (!errors.length) return event
    report(event, errors)
    if (otherwise === 'drop') return null
    return otherwise === 'tag' ? { ...event, properties: { ...properties, schema_errors: errors } } : event
  }
}
