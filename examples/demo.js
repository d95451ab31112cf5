// The demo: `npm run demo`, `npm run demo -- --visit`. Arguments, words and exit codes; the work is in demo/.
// Must not serve or drive anything itself.

import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { needDist } from './demo/dist.js'
import { needFree } from './demo/needFree.js'
import { readOptions, usage } from './demo/options.js'
import { startSites } from './demo/startSites.js'
import { visit } from './demo/visit.js'

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    console.log(usage)
  } else {
    await needDist()
    if (options.visit) process.exitCode = (await visit()) ? 0 : 1
    else await stayOpen(options)
  }
} catch (error) {
  // One sentence for whoever typed the command; the stack only where nobody foresaw the error.
  const foreseen = error instanceof Error && !(error instanceof TypeError) && !(error instanceof ReferenceError)
  console.error(foreseen ? error.message : error)
  process.exit(1)
}

/** @param {{ port: number, keep: boolean }} options */
async function stayOpen({ port, keep }) {
  const ports = { collector: port, shop: port + 1, app: port + 2, till: port + 3 }
  await needFree(Object.values(ports))
  // A folder for each port: two demos at a time must not open, or delete, each other's books.
  const storage = fileURLToPath(new URL(`../.data/demo/${port}/`, import.meta.url))
  if (!keep) await rm(storage, { recursive: true, force: true })
  const sites = await startSites({ ports, storage })
  const books = keep ? 'What earlier runs received is still there.' : 'It starts empty; --keep keeps what it receives.'
  console.log(`
  ${sites.shop.url}  the shop: plain pages and the script tag. Look at two products, go offline (developer
                         tools, Network, Offline), put things in the basket, come back, log in, order.
  ${sites.app.url}  the club: a single-page app with the npm import. Log in as the same customer.
  ${sites.till.url}  the till and the service desk: take a card (L-77801 is Ada's) or a code from the shop's basket,
                         ring something up, offline too, and find it in the shop under Purchases after login.
  ${sites.collectorUrl}  the collector: watch the events arrive, and see who they belong to.

  ${books} Ctrl-C ends it.
`)
  /** @type {Promise<void> | undefined} */
  let ended
  // `on`, not `once`: npm may pass on a Ctrl-C that the terminal has already sent.
  const end = () => (ended ??= sites.close().then(() => process.exit(0)))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end)
}
