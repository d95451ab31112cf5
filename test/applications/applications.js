// Owns which applications there are.
// Must not import any of their code: it runs in the browser only.
import { admin } from './applications/admin.js'
import { altair } from './applications/altair.js'
import { calendar } from './applications/calendar.js'
import { chat } from './applications/chat.js'
import { jsonEditor } from './applications/jsonEditor.js'
import { rapidoc } from './applications/rapidoc.js'
import { shoelace } from './applications/shoelace.js'
import { swagger } from './applications/swagger.js'

/** @type {readonly import('./startApplications.js').Application[]} */
export const applications = [swagger, chat, altair, jsonEditor, rapidoc, shoelace, calendar, admin]
