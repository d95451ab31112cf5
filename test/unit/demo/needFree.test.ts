// A busy port is named, with the mend, before anything starts.
import { describe, expect, it } from 'vitest'
import { needFree } from '../../../examples/demo/needFree.js'
import { serveSite } from '../../../examples/demo/serveSite.js'

describe('needFree', () => {
  it('names the busy port and the way out, and leaves free ports free', async () => {
    const site = await serveSite(async () => undefined, { port: 0 })
    await expect(needFree([0, site.port])).rejects.toThrow(`Port ${site.port} is in use: stop what listens there`)
    await site.close()
    await expect(needFree([site.port, site.port])).resolves.toBeUndefined()
  })
})
