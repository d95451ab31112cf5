// Owns Amplitude's SDK behind the calls that every contender has, with the settings of ../amplitude.js.
// Must hold nothing else: the size of this file is what is compared.
// @ts-ignore: installed by the command.
import { flush, Identify, identify, init, reset, setTransport, setUserId, track } from '@amplitude/analytics-browser'

/** @type {import('./page.js').Start} */
export function start({ url, capture = false, acts = false }) {
  init('bench', {
    serverUrl: `${url}/2/httpapi`,
    autocapture: capture && {
      elementInteractions: true, pageViews: false, sessions: false, attribution: false, formInteractions: acts, fileDownloads: false,
    },
    flushIntervalMillis: 1000,
    flushQueueSize: 30,
    flushMaxRetries: 1000,
    enableRequestBodyCompression: true,
    identityStorage: 'localStorage',
    remoteConfig: { fetchRemoteConfig: false },
    enableDiagnostics: false,
    logLevel: 0,
  })
  addEventListener('pagehide', () => {
    setTransport('beacon')
    flush()
  })
  return {
    track: (name, properties) => void track(name, properties),
    page: () => void track('[Amplitude] Page Viewed', { '[Amplitude] Page URL': location.href, '[Amplitude] Page Title': document.title }),
    identify(id, traits = {}) {
      setUserId(id)
      const change = new Identify()
      for (const name in traits) change.set(name, traits[name])
      identify(change)
    },
    reset: () => reset(),
  }
}
