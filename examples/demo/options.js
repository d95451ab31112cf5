// What can be typed after `npm run demo --`.
// Must not start anything.

import { parseArgs } from 'node:util'

export const usage = `npm run demo -- [options]

  --port N   collector on N, shop on N + 1, app on N + 2, till on N + 3 (default 4100)
  --keep     keep what earlier runs received
  --visit    let a headless Chromium walk through the shop, then check what the collector received
  --help     this text`

/**
 * @param {readonly string[]} args
 * @returns {{ port: number, keep: boolean, visit: boolean, help: boolean }}
 */
export function readOptions(args) {
  const { port, keep, visit, help } = parse(args)
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_532) {
    throw new Error(`--port ${port} is no port: it takes a number from 1 to 65532, for example --port 4200.`)
  }
  return { port: Number(port), keep, visit, help }
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4100' },
        keep: { type: 'boolean', default: false },
        visit: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`, { cause: error })
  }
}
