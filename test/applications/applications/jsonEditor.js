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
  steps: [
    { on: '.jse-group-button', text: 'text', name: 'text' },
    { on: '.jse-group-button', text: 'table', name: 'table' },
    { on: '.jse-group-button', text: 'tree', name: 'tree' },
    { on: '.jse-collapse-all', name: 'Collapse all' },
    { on: '.jse-expand-all', name: 'Expand all' },
    { on: '.jse-search', name: 'Search' },
    { on: '.jse-search-input', types: 'planted', name: null },
    { on: '.jse-search-box button[title^="Close"]', name: 'Close search box' },
    { on: '.jse-sort', name: 'Sort' },
    { on: '.jse-close', name: 'Close' },
    { on: '.jse-transform', name: 'Transform' },
    { on: '.jse-close', name: 'Close' },
    { on: '.jse-contextmenu', nth: 0, name: 'Open context menu' },
    { on: '.jse-contextmenu', nth: 0, key: 'Escape', name: null },
    { on: '.jse-navigation-bar-edit', name: 'Edit the selected path' },
    { on: '.jse-boolean-toggle', name: 'Click to toggle this boolean value' },
    { on: '.jse-undo', name: 'Undo' },
    { on: '.jse-expand', nth: 1, name: 'Expand or collapse this array' },
    { on: '.jse-key', text: 'shop', name: 'shop' },
  ],
}
