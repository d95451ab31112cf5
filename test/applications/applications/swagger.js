// Swagger UI, an application in React.
// Must not hold more than how it is started and what is done in it.
import { shopApi } from './shopApi.js'

/** @type {import('../startApplications.js').Application} */
export const swagger = {
  name: 'swagger',
  title: 'Swagger UI',
  madeWith: 'React',
  packageName: 'swagger-ui-dist',
  files: {
    'shop.json': shopApi,
    'swagger-initializer.js': `window.ui = SwaggerUIBundle({
      url: 'shop.json', dom_id: '#swagger-ui', deepLinking: true, layout: 'StandaloneLayout', validatorUrl: null,
      presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    })`,
  },
  steps: [],
}
