// A server on its port, or one sentence that says why not.
// Knows nothing of what is served.
import { once } from 'node:events'

/** @type {(server: import('node:http').Server, port: number, host: string) => Promise<void>} */
export async function listen(server, port, host) {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code !== 'EADDRINUSE') throw error
    throw new Error(`Port ${port} is in use: stop what listens there, or choose another port.`)
  }
}
