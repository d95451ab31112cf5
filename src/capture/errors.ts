// What goes wrong on the page: scripts, promises, files that do not load, what the Content-Security-Policy refuses.
// Tells messages without what is quoted in them: that may be a visitor's.

import type { Capture } from '../types.js'
import { causeOf } from './causeOf.js'
import { clean } from './clean.js'
import { createCounter } from './counted.js'
import { redactUrl } from './describe.js'
import { listenAll } from './listen.js'

const maxMessage = 200

/** The message of an error, with what stands in quotes left out. */
const messageOf = (text: unknown): string | undefined => clean(`${text}`.replace(/(["'`“„«])[^"'`”“»]*["'`”“»]/g, '$1…$1'), maxMessage)

/**
 * Records `Error Occurred` for a script that throws (`kind: 'error'`), a promise that is rejected without anybody caring
 * (`rejection`), a file that does not load (`resource`) and what the Content-Security-Policy refuses (`policy`): `message`
 * without what is quoted in it (at most 200 characters), `file` without query, `line`, `column`, and the `cause` of `own script`,
 * `third party` or `network`. The same one again is told the 10th, 100th, 1,000th time, with its `count`; at most 50 different ones
 * in a document. Never: stacks, values.
 */
export function errors(): Capture {
  return (tracker) => {
    const counter = createCounter()
    const tell = (facts: { readonly [key: string]: unknown }): void => {
      const count = counter(JSON.stringify(facts))
      if (count) tracker.track('Error Occurred', { ...facts, count })
    }
    return listenAll(tracker, {
      error(event: ErrorEvent) {
        const target = event.target as (HTMLImageElement & HTMLLinkElement) | Window | null
        if (target && 'localName' in target) {
          const { currentSrc, src, href } = target
          tell({ kind: 'resource', tag: target.localName, file: redactUrl(currentSrc || src || href), cause: 'network' })
        } else if (!event.message.startsWith('ResizeObserver loop')) {
          // The one left out is a notice: what was observed is looked at a frame later.
          const { message, filename, lineno, colno } = event
          tell({ kind: 'error', message: messageOf(message), file: redactUrl(filename) || undefined, line: lineno, column: colno, cause: causeOf(event) })
        }
      },
      unhandledrejection(event: PromiseRejectionEvent) {
        const { reason } = event as { readonly reason: unknown }
        const isError = reason instanceof Error
        tell({ kind: 'rejection', message: isError ? messageOf(`${reason.name}: ${reason.message}`) : typeof reason, cause: causeOf(event) })
      },
      securitypolicyviolation({ effectiveDirective, blockedURI, disposition }: SecurityPolicyViolationEvent) {
        tell({ kind: 'policy', directive: effectiveDirective, file: redactUrl(blockedURI) || clean(blockedURI), disposition })
      },
    })
  }
}
