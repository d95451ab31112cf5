// Owns how the accessible tree of a tab is read in Firefox: in the browser's own process, as a screen reader's requests are answered.
// Must not know how the browser is driven.

/** What Firefox calls some roles. @type {Record<string, string>} */
const roles = { radiobutton: 'radio', pushbutton: 'button', entry: 'textbox', grouping: 'group', statusbar: 'status' }
/** What has no role that people are told of. */
const silent = /^(text leaf|text container|label|paragraph|section|form|statictext|document)$/

/**
 * Runs in the browser's own process: the accessible tree of a tab, once it has one.
 * @param {string} id @param {string} tag
 */
export const readTree = (id, tag) => `(async () => {
  const service = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService)
  const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs')
  const frame = NavigableManager.getBrowserById('${id}')
  const tagOf = (node) => {
    try {
      return node.attributes.getStringProperty('tag')
    } catch {
      return ''
    }
  }
  const read = (node, isInside) => {
    const isHost = isInside || tagOf(node) === '${tag}'
    const own = isInside ? [{ role: service.getStringRole(node.role), name: node.name ?? '' }] : []
    const children = []
    for (let i = 0; i < node.childCount; i++) children.push(...read(node.getChildAt(i), isHost))
    return [...own, ...children]
  }
  for (let i = 0; i < 100; i++) {
    const outer = service.getAccessibleFor(frame)
    const found = outer ? read(outer, false) : []
    if (found.length) return JSON.stringify(found)
    await new Promise((resolve) => ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs').setTimeout(resolve, 100))
  }
  return '[]'
})()`

/** The roles of WAI-ARIA, and the names. @param {string} tree */
export const toRoles = (tree) =>
  /** @type {{ role: string, name: string }[]} */ (JSON.parse(tree))
    .filter(({ role }) => !silent.test(role))
    .map(({ role, name }) => ({ role: roles[role] ?? role, name }))
