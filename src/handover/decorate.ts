// The address of another domain of this site with the visitor in it, for navigation made by hand.
// Never decorates anything but an address of a configured domain.

import type { Tracker } from '../types.js'
import { createLinks, type CrossDomainOptions, linkParameter } from './createLinks.js'
import { putParameter } from './urlParameter.js'

/**
 * Adds a token to an address of a configured domain, so that its {@link crossDomain} knows the visitor; any other
 * address comes back unchanged, as does each while nobody is known. It is good once and for two minutes: call this
 * when the visitor goes, not before.
 *
 *     location.assign(decorate(tracker, 'https://help.example/chat', { domains: ['help.example'] }))
 */
export function decorate(tracker: Tracker, url: string | URL, options: CrossDomainOptions): string {
  const text = `${url}`
  const token = typeof location === 'undefined' ? undefined : createLinks(options).tokenFor(tracker, text)
  return token ? putParameter(new URL(text), linkParameter, token) : text
}
