// Messages between tabs, and none to a page that is not there.
import { afterEach, expect, test } from 'vitest'
import { openChannel, type Channel } from '../../../src/page/channel.js'

let open: Channel<unknown>[] = []
const openIn = (name: string) => {
  const heard: unknown[] = []
  const channel = openChannel<unknown>(name, (message) => heard.push(message))
  open.push(channel)
  return { ...channel, heard }
}
/** A message of a third party that everybody hears says that all before it have arrived. */
const arrived = async (...tabs: { heard: unknown[] }[]): Promise<void> => {
  while (!tabs.every(({ heard }) => heard.includes('end'))) await new Promise((resolve) => setImmediate(resolve))
}

afterEach(() => {
  for (const channel of open) channel.pause()
  open = []
})

test('the others of the same name hear it, the sender does not', async () => {
  const [a, b, c] = [openIn('shop'), openIn('shop'), openIn('shop')]
  openIn('other').post('foreign')
  a.post({ accepted: [1] })
  c.post('end')
  await arrived(a, b)
  expect(a.heard).toEqual(['end'])
  expect(b.heard).toEqual([{ accepted: [1] }, 'end'])
})

test('a paused page hears and says nothing, and can come back', async () => {
  const [a, b, c] = [openIn('shop'), openIn('shop'), openIn('shop')]
  a.pause()
  a.pause()
  a.post('lost')
  b.post('missed')
  a.resume()
  a.resume()
  a.post('again')
  c.post('end')
  await arrived(a, b)
  expect(a.heard).toEqual(['end'])
  expect(b.heard).toEqual(['again', 'end'])
})
