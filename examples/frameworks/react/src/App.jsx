import { Link, Route, Routes, useLocation } from 'react-router'
import { useIdentity, usePageViews, useTracker } from 'throughline/react'

export function App() {
  const tracker = useTracker()
  const { userId } = useIdentity()
  usePageViews(useLocation().pathname)
  return (
    <main>
      <nav>
        <Link to="/">Home</Link> <Link id="about" to="/about">About</Link>
      </nav>
      <Routes>
        <Route path="/about" element={<><title>About</title><h1>About</h1></>} />
        <Route path="*" element={<><title>Home</title><h1>Home</h1></>} />
      </Routes>
      <button id="buy" onClick={() => tracker.track('Order Completed', { total: 30 })}>Buy</button>
      <button id="login" onClick={() => tracker.identify('customer-1001')}>Log in</button>
      <p id="who">{userId ?? 'nobody yet'}</p>
    </main>
  )
}
