// The names that the build shortens are none that a site, another tab or the disk knows.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../run/projectFolder.js'

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')
const inner = /\/\^\(([\w|]+)\)\$\//.exec(read('rollup.config.ts'))?.[1]?.split('|') ?? []

/** Whose members are seen outside: what the entries export, what is stored, and what tabs tell each other. */
const seen = [
  'types.ts',
  'types/event.ts',
  'worker.ts',
  'collectors.ts',
  'identity/resolve.ts',
  'identity/state.ts',
  'privacy/consent.ts',
  ...['analyticsTypes.ts', 'middleware.ts', 'readArguments.ts', 'readSettings.ts'].map((file) => join('segment', file)),
  ...['formats', 'capture', 'consent'].flatMap((room) => readdirSync(join(projectFolder, 'src', room)).map((file) => join(room, file))),
]

const members = (text: string) =>
  [...text.matchAll(/^export type [^\n]+ = (?:[^\n]*& )?\{\n(.*?)^\}/gms)].flatMap(([, body = '']) =>
    [...body.matchAll(/^ {2}(?:readonly )?(\w+)[?(:<]/gm)].map(([, name]) => name),
  )

test('the names are found: those that the build shortens, and those that a site uses', () => {
  expect(inner).toContain('keeper')
  expect(members(read('src/types.ts'))).toContain('track')
})

test.each(seen)('it shortens no member of a type of %s', (path) => {
  const names = members(read(`src/${path}`))
  expect(names.filter((name) => inner.includes(name ?? ''))).toEqual([])
})

/** Names of the platform that only members of ours are used under. */
const ours = ['append', 'change', 'lock', 'pause', 'post', 'record', 'release', 'resume', 'run', 'state', 'store', 'write']

test('it shortens no name of the platform, but for those under which only members of ours are used', () => {
  const { Response, Request, Headers, URL, URLSearchParams, Blob, BroadcastChannel, AbortController, AbortSignal, Event, ReadableStream } = globalThis
  const kinds = [Object, Array, Map, Set, String, Number, Date, Promise, RegExp, Response, Request, Headers, URL, URLSearchParams, Blob,
    BroadcastChannel, AbortController, AbortSignal, Event, EventTarget, MessageEvent, ReadableStream, TextDecoder, TextEncoder]
  const platform = new Set(kinds.flatMap((kind) => [...Object.getOwnPropertyNames(kind), ...Object.getOwnPropertyNames(kind.prototype)]))
  expect(platform).toContain('text')
  expect(inner.filter((name) => platform.has(name) && !ours.includes(name))).toEqual([])
})
