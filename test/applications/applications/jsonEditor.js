// svelte-jsoneditor, an editor in Svelte.
// Must not hold more than how it is started and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const jsonEditor = {
  name: 'jsonEditor',
  title: 'JSON editor',
  madeWith: 'Svelte',
  packageName: 'vanilla-jsoneditor',
  html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Settings</title></head>
<body><h1>Settings</h1><div id="editor" style="height: 600px"></div>
<script type="module">
  import { createJSONEditor } from './standalone.js'
  createJSONEditor({ target: document.getElementById('editor'), props: { content: { json: { shop: 'Tidewick', lamps: [{ name: 'Brass', lit: true }] } } } })
</script></body></html>`,
  steps: [],
}
