// What the shop sells: invented things, as plain data for the server's pages and for the browser.
// Must not touch the DOM, the basket or the tracker.

/**
 * @typedef {{ id: string, sku: string, name: string, category: string, price: number, tint: string, line: string,
 *   detail: string }} Product
 */

export const currency = 'EUR'

/** @type {readonly Product[]} */
export const products = [
  {
    id: 'teapot', sku: 'TW-TEA-01', name: 'Rill Teapot', category: 'Kitchen', price: 38, tint: 'clay',
    line: 'Stoneware, pours without a drip.',
    detail: 'Turned by hand and glazed inside only, so the outside stays warm to the touch. Holds four cups.',
  },
  {
    id: 'mug', sku: 'TW-MUG-02', name: 'Pebble Mug', category: 'Kitchen', price: 14, tint: 'sage',
    line: 'A half-dipped mug for slow mornings.',
    detail: 'Dipped once in green glaze and left alone after that. No two lines are the same. Holds 300 ml.',
  },
  {
    id: 'lamp', sku: 'TW-LMP-01', name: 'Ember Lamp', category: 'Light', price: 64, tint: 'sand',
    line: 'Warm light, no glare.',
    detail: 'A spun brass shade that keeps the bulb out of sight. Dims from reading to barely there.',
  },
  {
    id: 'throw', sku: 'TW-THR-04', name: 'Dune Throw', category: 'Textiles', price: 72.5, tint: 'sky',
    line: 'Merino, woven in stripes.',
    detail: 'Light enough for summer evenings, warm enough for the sofa in March. 130 by 180 cm.',
  },
  {
    id: 'pot', sku: 'TW-POT-03', name: 'Fern Pot', category: 'Green', price: 22, tint: 'sage',
    line: 'Terracotta, with the fern.',
    detail: 'Unglazed clay that breathes, planted with a young fern that asks for little. 16 cm across.',
  },
  {
    id: 'clock', sku: 'TW-CLK-01', name: 'Slow Clock', category: 'Quiet', price: 49, tint: 'clay',
    line: 'Does not tick.',
    detail: 'A silent movement in a beech case. It has no second hand, because you do not need one.',
  },
]

/** @param {string} id @returns {Product | undefined} */
export const productById = (id) => products.find((product) => product.id === id)

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency })

/** @param {number} amount @returns {string} */
export const money = (amount) => format.format(amount)
