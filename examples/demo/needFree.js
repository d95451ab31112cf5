// Asks whether ports are free, before anything is started or deleted.
// Must not keep them: it closes what it opens.

import { createServer } from 'node:net'

/**
 * Rejects with the mend if something listens on one of them.
 * @param {readonly number[]} ports
 */
export async function needFree(ports) {
  for (const port of ports) {
    const probe = createServer()
    await new Promise((resolve, reject) => {
      probe.once('error', reject)
      probe.listen(port, '127.0.0.1', () => probe.close(resolve))
    }).catch((error) => {
      if (error.code !== 'EADDRINUSE') throw error
      const mend = 'stop what listens there, or move the demo, for example with "npm run demo -- --port 4200"'
      throw new Error(`Port ${port} is in use: ${mend}.`, { cause: error })
    })
  }
}
