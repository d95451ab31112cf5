// The catalogue of standard events as types: the names of Segment's e-commerce specification, version 2, and what goes with them.
// Types only; what makes such an event is in commerce.ts.

/** One article. Of `product_id` and `sku` one is needed to tell it from others. `price` is that of one piece. */
export type Product = {
  readonly product_id?: string
  readonly sku?: string
  readonly category?: string
  readonly name?: string
  readonly brand?: string
  readonly variant?: string
  /** Of one piece, in `currency`. */
  readonly price?: number
  readonly quantity?: number
  readonly coupon?: string
  /** ISO 4217. */
  readonly currency?: string
  /** In a list, from 1. */
  readonly position?: number
  /** Price times quantity. */
  readonly value?: number
  readonly url?: string
  readonly image_url?: string
}

/** An order or what may become one. `revenue` leaves out shipping and tax, `total` has them. */
export type Order = {
  readonly checkout_id?: string
  readonly order_id: string
  readonly affiliation?: string
  readonly subtotal?: number
  readonly total?: number
  readonly revenue?: number
  readonly shipping?: number
  readonly tax?: number
  readonly discount?: number
  readonly coupon?: string
  readonly currency?: string
  readonly products?: readonly Product[]
}

type List = { readonly list_id?: string; readonly category?: string; readonly products?: readonly Product[] }
type Step = { readonly checkout_id?: string; readonly step?: number; readonly shipping_method?: string; readonly payment_method?: string }
type Coupon = { readonly order_id?: string; readonly cart_id?: string; readonly coupon_id?: string; readonly coupon_name?: string }
type Promotion = { readonly promotion_id?: string; readonly creative?: string; readonly name?: string; readonly position?: string }
type Wish = Product & { readonly wishlist_id?: string; readonly wishlist_name?: string }
type InCart = Product & { readonly cart_id?: string }

/** Name and properties of each standard event; `createTracker<StandardEvents & MyEvents>()` checks both at compile time. */
export type StandardEvents = {
  readonly 'Products Searched': { readonly query: string; readonly results?: number }
  readonly 'Product List Viewed': List
  readonly 'Product List Filtered': List & { readonly filters?: readonly { readonly type: string; readonly value: string }[]; readonly sorts?: readonly { readonly type: string; readonly value: string }[] }
  readonly 'Promotion Viewed': Promotion
  readonly 'Promotion Clicked': Promotion
  readonly 'Product Clicked': Product
  readonly 'Product Viewed': Product
  readonly 'Product Added': InCart
  readonly 'Product Removed': InCart
  readonly 'Cart Viewed': { readonly cart_id?: string; readonly products?: readonly Product[] }
  readonly 'Checkout Started': Omit<Order, 'order_id'> & { readonly order_id?: string; readonly value?: number }
  readonly 'Checkout Step Viewed': Step
  readonly 'Checkout Step Completed': Step
  readonly 'Payment Info Entered': Step & { readonly order_id?: string }
  readonly 'Order Completed': Order
  readonly 'Order Updated': Order
  readonly 'Order Refunded': Order
  readonly 'Order Cancelled': Order
  readonly 'Coupon Entered': Coupon
  readonly 'Coupon Applied': Coupon & { readonly discount?: number }
  readonly 'Coupon Denied': Coupon & { readonly reason?: string }
  readonly 'Coupon Removed': Coupon & { readonly discount?: number }
  readonly 'Product Added to Wishlist': Wish
  readonly 'Product Removed from Wishlist': Wish
  readonly 'Wishlist Product Added to Cart': Wish & { readonly cart_id?: string }
  readonly 'Product Shared': Product & { readonly share_via?: string }
  readonly 'Cart Shared': { readonly share_via?: string; readonly cart_id?: string; readonly products?: readonly Product[] }
  readonly 'Product Reviewed': { readonly product_id: string; readonly review_id?: string; readonly rating?: number }
  readonly 'Signed Up': { readonly method?: string }
  readonly 'Signed In': { readonly method?: string }
  readonly 'Lead Generated': { readonly value?: number; readonly currency?: string; readonly source?: string }
}
