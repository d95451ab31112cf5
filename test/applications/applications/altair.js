// Altair, a client for GraphQL in Angular.
// Must not hold more than how it is started and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const altair = {
  name: 'altair',
  title: 'Altair GraphQL',
  madeWith: 'Angular',
  packageName: 'altair-static',
  folder: 'build/dist',
  end: `<script type="module">AltairGraphQL.init({ endpointURL: '/altair/graphql', initialQuery: '{ lamps { name } }' })</script>`,
  steps: [
    { on: '.side-menu-item[aria-label="Set Headers"]', name: 'Set Headers' },
    { on: '.app-dialog-close-button, [aria-label="Close"].ant-modal-close', name: 'Close' },
    { on: '.side-menu-item[aria-label="History"]', name: 'History' },
    { on: '.app-dialog-close-button, [aria-label="Close"].ant-modal-close', name: 'Close' },
    { on: '.window-switcher__item', text: '+ Add new', name: '+ Add new' },
    { on: '.window-switcher__item', nth: 0, name: 'Window 1', told: 'file' },
    { on: '.ant-tabs-tab', text: 'Pre-request', name: 'Pre-request' },
    { on: '.ant-tabs-tab', text: 'Post-request', name: 'Post-request' },
    { on: '.ant-tabs-tab', text: 'Auth', name: 'Auth' },
    { on: '.ant-tabs-tab', text: 'Query', name: 'Query' },
    { on: '.ant-tabs-tab', text: 'Response headers', name: 'Response headers' },
    { on: '[track-id=toggle_variables]', name: 'VARIABLES' },
    { on: '[track-id=show_docs]', name: 'Docs' },
    { on: '[track-id=show_docs]', name: 'Docs' },
    { on: '[track-id=http_verb]', name: 'POST' },
    { on: '.ant-dropdown-menu-item', text: 'GET', name: 'GET' },
    { on: '[track-id=reload_docs]', name: 'Reload docs' },
    { on: '[track-id=set_request]', name: 'Send Request' },
    { on: '.side-menu-item[aria-label="Collections"]', name: 'Collections' },
  ],
}
