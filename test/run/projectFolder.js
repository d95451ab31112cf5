// Where the project is, whatever folder the tests were started from.
// Must not look at the project.
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
