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
  steps: [],
}
