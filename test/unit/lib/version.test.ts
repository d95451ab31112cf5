// The version that every event names.
import { expect, test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { version } from '../../../src/lib/version.js'

test('it is that of package.json', () => {
  expect(version).toBe(manifest.version)
})
