// Installs the applications from their own lock file when they are missing or older than it.
// Must not touch the packages of the project.
import { fileURLToPath } from 'node:url'
import { installFrom } from '../support/installFrom.js'

export const installApplications = () => installFrom(fileURLToPath(new URL('.', import.meta.url)))
