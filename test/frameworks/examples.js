// Builds one of the apps in examples/frameworks with the package as it is built here, and serves it with a collector.
// Must not know what an app does.
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { extname, join } from 'node:path'
import { projectFolder } from '../run/projectFolder.js'
import { installFrom } from '../support/installFrom.js'
import { plantThroughline } from './plantThroughline.js'

/** @type {Record<string, string>} */
const contentTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.txt': 'text/plain' }

/** @param {string} name @returns {string} the folder with the built app */
export const buildExample = (name) => {
  const folder = join(projectFolder, 'examples/frameworks', name)
  installFrom(folder)
  plantThroughline(projectFolder, folder)
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: folder, env, encoding: 'utf8', timeout: 170_000 })
  if (status !== 0) throw new Error(`${name} does not build:\n${stdout}\n${stderr}`)
  return join(folder, 'dist')
}

/** @param {string} folder */
export const serveExample = async (folder) => {
  /** @type {any[]} */
  const received = []
  const server = http.createServer(async (request, response) => {
    if (request.method === 'POST') {
      let text = ''
      for await (const chunk of request) text += chunk
      received.push(...JSON.parse(text).batch)
      return response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
    }
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname)
    // A page by its name, or the one page of an app with a router.
    for (const candidate of [path, `${path}.html`, `${path}/index.html`, '/index.html']) {
      if (candidate === '/' || candidate.includes('..')) continue
      const body = await readFile(join(folder, candidate)).catch(() => undefined)
      if (body) return response.writeHead(200, { 'Content-Type': contentTypes[extname(candidate)] ?? 'text/html' }).end(body)
    }
    return response.writeHead(404).end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}`, received, close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))) }
}
