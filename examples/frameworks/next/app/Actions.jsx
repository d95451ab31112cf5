'use client'

import { useIdentity, useTracker } from 'throughline/react'

export function Actions() {
  const tracker = useTracker()
  const { userId } = useIdentity()
  return (
    <>
      <button id="buy" onClick={() => tracker.track('Order Completed', { total: 30 })}>Buy</button>
      <button id="login" onClick={() => tracker.identify('customer-1001')}>Log in</button>
      <p id="who">{userId ?? 'nobody yet'}</p>
    </>
  )
}
