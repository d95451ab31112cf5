// One event as JSON text, put together from parts that are text already.
// Pure: everything was taken at the call; nothing is read from live state.

import type { EventType } from '../types.js'

/** The JSON text of the event, but for its place in the stream and the brace behind that. `said`, `identity` and `surroundings` are JSON text. */
export function writeEvent(
  id: string,
  type: EventType,
  name: string | undefined,
  said: string | undefined,
  time: number,
  identity: string,
  surroundings: string,
  cut: readonly string[],
): string {
  const saidAs = type === 'identify' || type === 'group' ? 'traits' : 'properties'
  const member = (key: string, json: string | undefined): string => (json ? `"${key}":${json},` : '')
  const own = member('name', JSON.stringify(name)) + member(saidAs, said) + member('cut', cut[0] && JSON.stringify(cut))
  return `{"id":"${id}","type":"${type}",${own}"time":${time},"identity":${identity},${surroundings}`
}
