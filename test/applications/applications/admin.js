// SB Admin 2, a back office in Bootstrap, jQuery and DataTables: its page of tables, as it is.
// Must not hold more than what is done in it.

/** @type {import('../startApplications.js').Application} */
export const admin = {
  name: 'admin',
  title: 'SB Admin 2',
  madeWith: 'jQuery, Bootstrap',
  packageName: 'startbootstrap-sb-admin-2',
  page: 'tables.html',
  steps: [
    { on: 'a.nav-link', text: 'Components', name: 'Components' },
    { on: 'a.nav-link', text: 'Utilities', name: 'Utilities' },
    { on: 'a.nav-link', text: 'Pages', name: 'Pages' },
    { on: '#sidebarToggle', name: 'Sidebar toggle' },
    { on: '.navbar-search input', types: 'ash', name: null },
    { on: '.navbar-search button', name: 'Search' },
    { on: '#alertsDropdown', name: 'Alerts' },
    { on: '.dropdown-item', text: 'Show All Alerts', name: 'Show All Alerts' },
    { on: '#messagesDropdown', name: 'Messages' },
    { on: '.dropdown-item', text: 'Read More Messages', name: 'Read More Messages' },
    { on: '#userDropdown', name: 'Douglas McGee' },
    { on: '.dropdown-item', text: 'Settings', name: 'Settings' },
    { on: '#userDropdown', key: 'Enter', name: 'Douglas McGee' },
    { on: '.dropdown-item', text: 'Logout', name: 'Logout' },
    { on: '.modal .close', name: 'Close' },
    { on: '#userDropdown', name: 'Douglas McGee' },
    { on: '.dropdown-item', text: 'Logout', name: 'Logout' },
    { on: '.modal button', text: 'Cancel', name: 'Cancel' },
    { on: 'thead th', text: 'Position', name: 'Position' },
    { on: 'thead th', text: 'Age', key: 'Enter', name: 'Age' },
    { on: 'h6', text: 'DataTables Example', name: null },
    { on: '.page-link', text: '2', name: '2' },
    { on: '.page-link', text: 'Next', name: 'Next' },
    { on: 'tbody td', nth: 0, name: null },
  ],
}
