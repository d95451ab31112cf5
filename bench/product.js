// Owns the event that every measure tracks.
// Must not be small: real events are not.

/** What a shop says about a product when somebody looks at it. */
export const product = {
  product_id: '507f1f77bcf86cd799439011',
  sku: 'G-32',
  category: 'Lamps',
  name: 'Tidewick table lamp',
  brand: 'Tidewick',
  variant: 'brass',
  price: 149.9,
  quantity: 1,
  currency: 'EUR',
  position: 3,
  value: 149.9,
  url: 'https://shop.example.com/lamps/tidewick',
  image_url: 'https://shop.example.com/art/lamp.svg',
}
