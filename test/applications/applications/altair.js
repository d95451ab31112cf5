// Altair, a client for GraphQL in Angular.
// Must not hold more than how it is started and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const altair = {
  name: 'altair',
  title: 'Altair GraphQL',
  madeWith: 'Angular',
  packageName: 'altair-static',
  folder: 'build/dist',
  steps: [],
}
