// Swagger UI, an application in React.
// Must not hold more than how it is started and what is done in it.
import { shopApi } from './shopApi.js'

/** @type {import('../startApplications.js').Application} */
export const swagger = {
  name: 'swagger',
  title: 'Swagger UI',
  madeWith: 'React',
  packageName: 'swagger-ui-dist',
  isEverywhere: true,
  files: {
    'shop.json': shopApi,
    'swagger-initializer.js': `window.ui = SwaggerUIBundle({
      url: 'shop.json', dom_id: '#swagger-ui', deepLinking: true, layout: 'StandaloneLayout', validatorUrl: null,
      presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    })`,
  },
  steps: [
    { on: '.topbar .link', name: null },
    { on: '.dark-mode-toggle button', name: 'Switch to dark mode' },
    { on: '.dark-mode-toggle button', name: 'Switch to light mode' },
    { on: '.title', nth: 0, name: null },
    { on: 'button.authorize', name: 'Authorize' },
    { on: '.auth-container input', types: 'planted', name: null },
    { on: '.auth-btn-wrapper button', text: 'Authorize', name: 'Apply credentials' },
    { on: '.auth-btn-wrapper button', text: 'Logout', name: 'Remove authorization' },
    { on: '.close-modal', name: 'Close' },
    { on: '#operations-tag-lamps small', name: 'lamps' },
    { on: '#operations-tag-lamps .expand-operation', name: 'Expand operation' },
    { on: '.opblock-summary-control', text: 'GET /lamps All lamps', name: 'GET /lamps' },
    { on: '.parameter__name', text: 'colour', name: null },
    { on: '.try-out__btn', name: 'Try it out' },
    { on: '.execute', name: 'Execute' },
    { on: '.btn-clear', name: 'Clear' },
    { on: '.try-out__btn', name: 'Cancel' },
    { on: '.tablinks', text: 'Schema', name: 'Schema' },
    { on: '.tablinks', text: 'Example Value', name: 'Example Value' },
    { on: '.opblock-control-arrow', nth: 0, name: 'get /lamps' },
    { on: '.opblock-summary-control', text: 'GET /orders All orders', key: 'Enter', name: 'GET /orders' },
    { on: '.authorization__btn', name: 'authorization button unlocked' },
    { on: '.btn-done', name: 'Close' },
    { on: '.models-control', name: 'Schemas' },
    { on: '.models-control', name: 'Schemas' },
  ],
}
