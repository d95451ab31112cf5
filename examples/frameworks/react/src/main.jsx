import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { TrackerProvider } from 'throughline/react'
import { App } from './App.jsx'
import { tracker } from './tracker.js'

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <TrackerProvider tracker={tracker}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </TrackerProvider>
  </StrictMode>,
)
