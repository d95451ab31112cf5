// RapiDoc, an application in Lit: one custom element, everything in its shadow root.
// Must not hold more than how it is started and what is done in it.
import { shopApi } from './shopApi.js'

/** @type {import('../startApplications.js').Application} */
export const rapidoc = {
  name: 'rapidoc',
  title: 'RapiDoc',
  madeWith: 'Lit, shadow DOM',
  packageName: 'rapidoc',
  html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tidewick API</title>
<script type="module" src="dist/rapidoc-min.js"></script></head>
<body><rapi-doc spec-url="shop.json" render-style="read" load-fonts="false"></rapi-doc></body></html>`,
  files: { 'shop.json': shopApi },
  steps: [
    { on: '.nav-bar-info', text: 'API Servers', name: 'API Servers' },
    { on: 'label', text: 'https://api.tidewick.example - The shop', name: 'https://api.tidewick.example - The shop' },
    { on: '#srvr-opt-0', name: 'https://try.tidewick.example - This site' },
    { on: '.nav-bar-info', text: 'Authentication', name: 'Authentication' },
    { on: '.api-key-input', types: 'planted', name: null },
    { on: 'button', text: 'SET', name: 'Set' },
    { on: '.nav-bar-path', text: 'A new lamp', name: 'A new lamp' },
    { on: '.nav-bar-path', text: 'One lamp', name: 'One lamp' },
    { on: '.nav-bar-path', text: 'All lamps', name: 'All lamps' },
    { on: '.nav-bar-tag', text: 'Orders', name: 'Orders' },
    { on: '.nav-bar-tag', text: 'Lamps', name: 'Lamps' },
    { on: '.nav-bar-path', text: 'All orders', key: 'Enter', name: 'All orders' },
    { on: '.nav-bar-path', text: 'All lamps', name: 'All lamps' },
    { on: 'a', text: 'brass', name: 'brass' },
    { on: 'button', text: 'CLEAR', nth: 0, name: 'Clear' },
    { on: 'button', text: 'FILL EXAMPLE', nth: 0, name: 'Fill example' },
    { on: 'button', text: 'TRY', nth: 0, name: 'Try' },
    { on: '.tab-btn', text: 'SCHEMA', nth: 0, name: 'Schema' },
    { on: '.tab-btn', text: 'EXAMPLE', nth: 0, name: 'Example' },
    { on: 'button', text: 'SEARCH', name: 'Search' },
    { on: '.m-dialog-close, .dialog-box button, button[part~=btn-close]', name: 'Close' },
    { on: '#nav-bar-search', types: 'planted', name: null },
  ],
}
