// The stages a customer goes through, as data: which events lead into them, what may follow, and when somebody counts as lost.
// Pure; a site can have its own.

/** One stage. */
export type Stage = {
  readonly name: string
  /** Events that lead here; `page` and other types too. */
  readonly events: readonly string[]
  /** The stages that an event can lead to from here. */
  readonly next: readonly string[]
  /** Events after which whatever comes next, if it leads nowhere else, leads to `afterwards`: the order is placed. */
  readonly done?: readonly string[]
  readonly afterwards?: string
  /** A customer who does nothing for so long in this stage is lost, in ms. */
  readonly lostAfterMs?: number
}

/** The stage of who has gone; any event that leads somewhere leads out of it. */
export const lost = 'lost'

/** After one of these a customer is lost at once. */
export const defaultLosses: readonly string[] = ['Account Deleted', 'Subscription Cancelled']

const dayMs = 86_400_000

/**
 * Consideration, evaluation, purchase and what comes after it, by the names of the event catalogue. It is a circle: whoever looks
 * at products again after a purchase evaluates again, and has gone round once more.
 */
export const defaultStages: readonly Stage[] = [
  {
    name: 'consideration',
    events: ['page', 'Product List Viewed', 'Products Searched', 'Promotion Viewed', 'Promotion Clicked', 'Signed Up'],
    next: ['evaluation', 'purchase', 'post-purchase'],
    lostAfterMs: 30 * dayMs,
  },
  {
    name: 'evaluation',
    events: ['Product Viewed', 'Product Clicked', 'Product List Filtered', 'Product Added', 'Product Removed', 'Product Added to Wishlist',
      'Cart Viewed', 'Coupon Applied', 'Product Compared', 'Store Visited', 'Lead Generated'],
    next: ['purchase', 'post-purchase'],
    lostAfterMs: 30 * dayMs,
  },
  {
    name: 'purchase',
    events: ['Checkout Started', 'Checkout Step Completed', 'Payment Info Entered', 'Order Completed'],
    next: ['evaluation', 'post-purchase'],
    done: ['Order Completed'],
    afterwards: 'post-purchase',
    lostAfterMs: 7 * dayMs,
  },
  {
    name: 'post-purchase',
    events: ['Order Shipped', 'Order Delivered', 'Order Updated', 'Order Refunded', 'Order Cancelled', 'Order Returned', 'Product Reviewed',
      'Product Shared', 'Reward Redeemed', 'Support Requested', 'Live Chat Conversation Started'],
    next: ['evaluation', 'purchase'],
    lostAfterMs: 180 * dayMs,
  },
]
