// Owns the window around WebKit: runs in gjs, started by WebKitWebDriver, and keeps its data in a folder.
// Must not decide anything by itself: WebKitWebDriver opens and closes tabs, webkit.js says which one is in front.
// MiniBrowser would do, but in automation it forgets everything at its end, and a restart is what tests are about.
import Gio from 'gi://Gio'
import Gtk from 'gi://Gtk?version=3.0'
import WebKit from 'gi://WebKit2?version=4.1'

const [profile, proxyPort, socketPath] = ARGV

Gtk.init(null)
const data = new WebKit.WebsiteDataManager({
  base_data_directory: `${profile}/data`,
  base_cache_directory: `${profile}/cache`,
})
data.set_network_proxy_settings(
  WebKit.NetworkProxyMode.CUSTOM,
  WebKit.NetworkProxySettings.new(`http://127.0.0.1:${proxyPort}`, null), // nothing is left out, loopback neither
)
const context = WebKit.WebContext.new_with_website_data_manager(data)
context.set_automation_allowed(true)

// An app's own pages: from its folder, under a scheme of its own.
context.register_uri_scheme('capacitor', (request) => {
  const file = Gio.File.new_for_path(`${profile}/app${request.get_path()}`)
  const type = request.get_path().endsWith('.js') ? 'text/javascript' : 'text/html'
  try {
    request.finish(file.read(null), -1, type)
  } catch (error) {
    request.finish_error(error)
  }
})
const security = context.get_security_manager()
security.register_uri_scheme_as_secure('capacitor')
security.register_uri_scheme_as_cors_enabled('capacitor')

// Of a stack one child is visible. A notebook would not do: there WebKit brings a tab to the front when it is asked about.
const stack = new Gtk.Stack()
const window = new Gtk.Window({ default_width: 1280, default_height: 900 })
window.add(stack)
window.connect('destroy', () => Gtk.main_quit())
window.show_all()

/** In the order of their opening, closed ones too. @type {any[]} */
const views = []

function openTab() {
  const view = new WebKit.WebView({ web_context: context, is_controlled_by_automation: true })
  views.push(view)
  view.connect('close', () => {
    view.destroy()
    // As in every browser, its neighbour comes to the front.
    const neighbour = stack.get_children().at(-1)
    if (neighbour) stack.set_visible_child(neighbour)
  })
  view.show()
  stack.add(view)
  stack.set_visible_child(view)
  return view
}

context.connect('automation-started', (_context, session) => {
  const info = new WebKit.ApplicationInfo()
  info.set_name('WebKitGTK')
  info.set_version(WebKit.get_major_version(), WebKit.get_minor_version(), WebKit.get_micro_version())
  session.set_application_info(info)
  session.connect('create-web-view', openTab)
})

/** Reads lines like `front 2`, tabs in the order of their opening, and answers each with a line. */
function listen(stream, output) {
  stream.read_line_async(0, null, (_stream, result) => {
    const [line] = stream.read_line_finish_utf8(result)
    if (line === null) return
    stack.set_visible_child(views[Number(line.split(' ')[1])])
    output.write_all('done\n', null)
    listen(stream, output)
  })
}

const service = new Gio.SocketService()
service.add_address(Gio.UnixSocketAddress.new(socketPath), Gio.SocketType.STREAM, Gio.SocketProtocol.DEFAULT, null)
const connections = [] // or they are collected
service.connect('incoming', (_service, connection) => {
  connections.push(connection)
  listen(new Gio.DataInputStream({ base_stream: connection.get_input_stream() }), connection.get_output_stream())
  return true
})
service.start()
Gtk.main()
