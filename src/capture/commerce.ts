// Builders of standard events: the right name, and properties that the compiler checks.
// Each is on its own, so that a site loads those that it uses.

import type { StandardEvents } from './standardEvents.js'

/** Makes the two arguments of `track`: `tracker.track(...productViewed({ product_id: '42', price: 19.9, currency: 'EUR' }))`. */
export type Builder<K extends keyof StandardEvents> = (properties: StandardEvents[K]) => [name: K, properties: StandardEvents[K]]

const build =
  <K extends keyof StandardEvents>(name: K): Builder<K> =>
  (properties) => [name, properties]

export const productsSearched: Builder<'Products Searched'> = /* @__PURE__ */ build('Products Searched')
export const productListViewed: Builder<'Product List Viewed'> = /* @__PURE__ */ build('Product List Viewed')
export const productListFiltered: Builder<'Product List Filtered'> = /* @__PURE__ */ build('Product List Filtered')
export const promotionViewed: Builder<'Promotion Viewed'> = /* @__PURE__ */ build('Promotion Viewed')
export const promotionClicked: Builder<'Promotion Clicked'> = /* @__PURE__ */ build('Promotion Clicked')
export const productClicked: Builder<'Product Clicked'> = /* @__PURE__ */ build('Product Clicked')
export const productViewed: Builder<'Product Viewed'> = /* @__PURE__ */ build('Product Viewed')
export const productAdded: Builder<'Product Added'> = /* @__PURE__ */ build('Product Added')
export const productRemoved: Builder<'Product Removed'> = /* @__PURE__ */ build('Product Removed')
export const cartViewed: Builder<'Cart Viewed'> = /* @__PURE__ */ build('Cart Viewed')
export const checkoutStarted: Builder<'Checkout Started'> = /* @__PURE__ */ build('Checkout Started')
export const checkoutStepViewed: Builder<'Checkout Step Viewed'> = /* @__PURE__ */ build('Checkout Step Viewed')
export const checkoutStepCompleted: Builder<'Checkout Step Completed'> = /* @__PURE__ */ build('Checkout Step Completed')
export const paymentInfoEntered: Builder<'Payment Info Entered'> = /* @__PURE__ */ build('Payment Info Entered')
export const orderCompleted: Builder<'Order Completed'> = /* @__PURE__ */ build('Order Completed')
export const orderUpdated: Builder<'Order Updated'> = /* @__PURE__ */ build('Order Updated')
export const orderRefunded: Builder<'Order Refunded'> = /* @__PURE__ */ build('Order Refunded')
export const orderCancelled: Builder<'Order Cancelled'> = /* @__PURE__ */ build('Order Cancelled')
export const couponEntered: Builder<'Coupon Entered'> = /* @__PURE__ */ build('Coupon Entered')
export const couponApplied: Builder<'Coupon Applied'> = /* @__PURE__ */ build('Coupon Applied')
export const couponDenied: Builder<'Coupon Denied'> = /* @__PURE__ */ build('Coupon Denied')
export const couponRemoved: Builder<'Coupon Removed'> = /* @__PURE__ */ build('Coupon Removed')
export const productAddedToWishlist: Builder<'Product Added to Wishlist'> = /* @__PURE__ */ build('Product Added to Wishlist')
export const productRemovedFromWishlist: Builder<'Product Removed from Wishlist'> = /* @__PURE__ */ build('Product Removed from Wishlist')
export const wishlistProductAddedToCart: Builder<'Wishlist Product Added to Cart'> = /* @__PURE__ */ build('Wishlist Product Added to Cart')
export const productShared: Builder<'Product Shared'> = /* @__PURE__ */ build('Product Shared')
export const cartShared: Builder<'Cart Shared'> = /* @__PURE__ */ build('Cart Shared')
export const productReviewed: Builder<'Product Reviewed'> = /* @__PURE__ */ build('Product Reviewed')
export const signedUp: Builder<'Signed Up'> = /* @__PURE__ */ build('Signed Up')
export const signedIn: Builder<'Signed In'> = /* @__PURE__ */ build('Signed In')
export const leadGenerated: Builder<'Lead Generated'> = /* @__PURE__ */ build('Lead Generated')
