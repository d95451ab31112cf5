import { fileURLToPath } from 'node:url'

// Static files, so that any server can serve them. The library works the same with a server of Next.js.
export default {
  output: 'export',
  distDir: 'dist',
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
}
