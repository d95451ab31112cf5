// Stands between the page and its collector: sees every answer, and can be the fault itself.
// Replaces `fetch` while the devtools run, for the tracker's requests alone, and takes it back.

/** What the network to the collector is like. */
export type Fault = 'none' | 'offline' | '500' | '429' | 'slow'

/** One request of the tracker, answered or not. */
export type Answer = { readonly time: number; readonly status: number; readonly text: string; readonly tookMs: number; readonly isSimulated: boolean }

/** What {@link createSimulation} returns. */
export type Simulation = { set(fault: Fault): void; fault(): Fault; stop(): void }

const slowMs = 3000

/** The tracker follows no redirects and posts; a site that does the same names its collector. */
const isOurs = (url: string, init: RequestInit | undefined, collector: string | undefined): boolean =>
  collector ? new URL(url, location.href).href.startsWith(new URL(collector, location.href).href) : init?.method === 'POST' && init.redirect === 'error'

const answerOf = (fault: Fault): Response | undefined =>
  fault === '500' ? new Response('simulated', { status: 500 }) : fault === '429' ? new Response('simulated', { status: 429, headers: { 'Retry-After': '5' } }) : undefined

/** Starts it. */
export function createSimulation(collector: string | undefined, answered: (answer: Answer) => void): Simulation {
  let fault: Fault = 'none'
  let isStopped = false
  const native = globalThis.fetch
  const patched: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : `${input}`
    if (isStopped || !isOurs(url, init, collector)) return native.call(globalThis, input, init)
    const time = Date.now()
    const now = fault
    const say = (status: number, text: string): void => answered({ time, status, text: text.slice(0, 300), tookMs: Date.now() - time, isSimulated: now !== 'none' })
    if (now === 'offline') {
      say(0, 'offline')
      throw new TypeError('Failed to fetch (simulated)')
    }
    if (now === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs))
    try {
      const response = answerOf(now) ?? (await native.call(globalThis, input, init))
      void response.clone().text().then((text) => say(response.status, text), () => say(response.status, ''))
      return response
    } catch (cause) {
      say(0, `${cause as string}`)
      throw cause
    }
  }
  globalThis.fetch = patched
  return {
    set: (next) => void (fault = next),
    fault: () => fault,
    stop() {
      isStopped = true
      // Somebody may have put a layer on top: then ours stays, and only passes on.
      if (globalThis.fetch === patched) globalThis.fetch = native
    },
  }
}
