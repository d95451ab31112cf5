// SB Admin 2, a back office in Bootstrap, jQuery and DataTables: its page of tables, as it is.
// Must not hold more than what is done in it.

/** @type {import('../startApplications.js').Application} */
export const admin = {
  name: 'admin',
  title: 'SB Admin 2',
  madeWith: 'jQuery, Bootstrap',
  packageName: 'startbootstrap-sb-admin-2',
  page: 'tables.html',
  steps: [],
}
