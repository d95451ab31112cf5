// Shows the site on this machine, with the collector that its samples send to.
// Must not build anything.
import { pathToFileURL } from 'node:url'
import { startCollector } from '../../examples/collector/start.js'
import { folder } from '../../examples/demo/folder.js'
import { serveSite } from '../../examples/demo/serveSite.js'

/** The collector of the demo, whose address is written into the site. */
export const collectorPort = 4100
const sitePort = 4104

/** @param {string} path of the built site */
export async function serve(path) {
  const files = await folder(pathToFileURL(`${path}/`))
  const site = await serveSite((asked) => files.read(asked.endsWith('/') ? `${asked}index.html` : asked), { port: sitePort })
  console.log(`The documentation: ${site.url}/`)
  const collector = await startCollector({ port: collectorPort, storage: ':memory:' }).catch(() => undefined)
  console.log(collector ? `What its samples send: http://localhost:${collectorPort}/` : `Port ${collectorPort} is taken: samples send to what is there, such as the demo.`)
}
