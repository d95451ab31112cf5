// Messages between the tabs of one site.
// Closed while the page is in the back/forward cache: a message to a page in there would throw it out.

/** What {@link openChannel} returns. */
export type Channel<T> = {
  post(message: T): void
  /** The page is leaving. */
  pause(): void
  /** The page is back. */
  resume(): void
}

/** Opens the channel of that name; `receive` gets what the other tabs post. */
export function openChannel<T>(name: string, receive: (message: T) => void): Channel<T> {
  let channel: BroadcastChannel | undefined
  const resume = (): void => {
    try {
      channel ??= new BroadcastChannel(name)
      channel.onmessage = (event: MessageEvent<T>) => receive(event.data)
    } catch {
      // Refused together with storage: then there is nothing to share either.
    }
  }
  resume()
  return {
    post: (message) => channel?.postMessage(message),
    pause() {
      channel?.close()
      channel = undefined
    },
    resume,
  }
}
