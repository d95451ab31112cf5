// What can be typed after `npm run demo --`.
import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../examples/demo/options.js'

describe('readOptions', () => {
  it('has defaults for everything', () => {
    expect(readOptions([])).toEqual({ port: 4100, keep: false, visit: false, help: false })
  })

  it('takes a port and the switches', () => {
    expect(readOptions(['--port', '5000', '--keep', '--visit'])).toMatchObject({ port: 5000, keep: true, visit: true })
  })

  it.each(['0', '65533', '65534', '-1', 'abc', '4100.5', ''])('refuses the port %j with the mend', (port) => {
    expect(() => readOptions([`--port=${port}`])).toThrow('for example --port 4200')
  })

  it('answers an unknown option with the usage', () => {
    expect(() => readOptions(['--prot', '5000'])).toThrow(/--prot[^]*--port N/)
  })
})
