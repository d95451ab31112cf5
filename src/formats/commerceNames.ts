// Standard commerce events and what other systems call them: one row per event.
// A table and no code: [in GA4, in Snowplow]; Snowplow has no word for some.

/** The words of the other systems. */
export type CommerceNames = readonly [ga4: string, snowplow?: string]

/** By the name that `track` is called with. */
export const commerceNames: { readonly [name: string]: CommerceNames } = {
  'Products Searched': ['search'],
  'Product List Viewed': ['view_item_list', 'list_view'],
  'Product Clicked': ['select_item', 'list_click'],
  'Product Viewed': ['view_item', 'product_view'],
  'Product Added': ['add_to_cart', 'add_to_cart'],
  'Product Removed': ['remove_from_cart', 'remove_from_cart'],
  'Product Added to Wishlist': ['add_to_wishlist'],
  'Cart Viewed': ['view_cart'],
  'Checkout Started': ['begin_checkout'],
  'Payment Info Entered': ['add_payment_info'],
  'Order Completed': ['purchase', 'transaction'],
  'Order Refunded': ['refund', 'refund'],
  'Promotion Viewed': ['view_promotion', 'promo_view'],
  'Promotion Clicked': ['select_promotion', 'promo_click'],
}
