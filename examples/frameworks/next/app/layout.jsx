import Link from 'next/link'
import { Tracking } from './Tracking.jsx'

export const metadata = { title: 'Home' }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Tracking>
          <nav>
            <Link href="/">Home</Link> <Link id="about" href="/about">About</Link>
          </nav>
          {children}
        </Tracking>
      </body>
    </html>
  )
}
