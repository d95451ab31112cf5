// Owns the description of an interface that two applications show: an imaginary lamp shop's.
// Must not be large: what is in there is looked at by hand.

const item = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' }, price: { type: 'number' } } }
const answer = { 200: { description: 'All is well', content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } } } }
const id = { name: 'lampId', in: 'path', required: true, schema: { type: 'integer' } }

export const shopApi = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Tidewick API', version: '1.0.0', description: 'Lamps and orders.' },
  servers: [{ url: 'https://try.tidewick.example', description: 'This site' }, { url: 'https://api.tidewick.example', description: 'The shop' }],
  tags: [{ name: 'lamps', description: 'What is sold' }, { name: 'orders', description: 'What was bought' }],
  paths: {
    '/lamps': {
      get: { tags: ['lamps'], summary: 'All lamps', operationId: 'listLamps', parameters: [{ name: 'colour', in: 'query', schema: { type: 'string', enum: ['brass', 'black'] } }], responses: answer },
      post: { tags: ['lamps'], summary: 'A new lamp', operationId: 'addLamp', requestBody: { content: { 'application/json': { schema: item } } }, responses: answer, security: [{ key: [] }] },
    },
    '/lamps/{lampId}': { get: { tags: ['lamps'], summary: 'One lamp', operationId: 'getLamp', parameters: [id], responses: answer } },
    '/orders': { get: { tags: ['orders'], summary: 'All orders', operationId: 'listOrders', responses: answer } },
  },
  components: { schemas: { Lamp: item }, securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
})
