// A shorter list that fails too.
import { expect, test } from 'vitest'
import { shrink } from '../../soak/shrink.js'

test('leaves what is needed to fail, in its order', async () => {
  const items = Array.from({ length: 40 }, (_, i) => i)
  const fails = async (some: readonly number[]) => some.includes(5) && some.includes(31)
  expect(await shrink(items, fails, () => true)).toEqual([5, 31])
})

test('ends when the time is over, with the best there is', async () => {
  let left = 1
  const shortest = await shrink([1, 2, 3, 4], async () => true, () => left-- > 0)
  expect(shortest).toEqual([1, 2])
})
