'use client'

import { usePathname } from 'next/navigation'
import { createTracker } from 'throughline'
import { clicks } from 'throughline/capture'
import { TrackerProvider, usePageViews } from 'throughline/react'

// On the server this is a tracker that does nothing.
const tracker = createTracker({
  collector: process.env.NEXT_PUBLIC_COLLECTOR ?? '/v1/batch',
  writeKey: 'example-next',
  capture: [clicks()],
})

function PageViews() {
  usePageViews(usePathname())
  return null
}

export function Tracking({ children }) {
  return (
    <TrackerProvider tracker={tracker}>
      <PageViews />
      {children}
    </TrackerProvider>
  )
}
