// Ways out of this channel: other sites, files, the telephone, mail, chat, directions, paper.
// Never tells numbers, addresses or what a link carries along.

import type { Capture } from '../types.js'
import { actorOf, pathOf } from './actor.js'
import { clean, declared } from './clean.js'
import { nameOf, redactUrl } from './describe.js'
import { listenAll } from './listen.js'

const files = /\.(7z|apk|avi|csv|dmg|docx?|epub|exe|gz|ics|iso|jar|key|mp[34]|msi|numbers|od[pst]|pages|pdf|pkg|pptx?|rar|rtf|svgz|tar|tgz|txt|vcf|wav|webm|xlsx?|xml|zip)$/i
/** Where people are told the way. */
const maps = /^geo:|\/\/(www\.)?(google\.[\w.]+\/maps|maps\.|goo\.gl\/maps|openstreetmap\.org|waze\.com|bing\.com\/maps|here\.com)/
const chats = /^(sms|whatsapp|tg|msteams|skype|facetime):|\/\/(wa\.me|api\.whatsapp\.com|m\.me|t\.me|signal\.me)\//

/**
 * Records how visitors leave the channel: `Call Started` (a `tel:` link), `Mail Started` (`mailto:`), `Chat Started` (`sms:`,
 * WhatsApp and the like), `Directions Opened` (a map), `File Downloaded` (by its ending or the `download` attribute, with
 * `file` and `extension`), `Outbound Link Clicked` (another host, with `host` and `href` without query) and `Page Printed`.
 * Each with the link's `name` and its `data-track-*`, besides `Element Clicked`; a link opened in a new tab with the middle
 * button too. Never: numbers, mail addresses, message texts, places.
 */
export function exits(): Capture {
  return (tracker) => {
    const hear = (event: Event): void => {
      const link = pathOf(event).find((node) => node.matches('a[href],area[href]')) as HTMLAnchorElement | undefined
      const { href } = link ?? {}
      // The middle button opens a new tab, the right one a menu.
      if (!link || typeof href !== 'string' || (event as MouseEvent).button > 1 || !actorOf(event)) return
      const { hostname, pathname, protocol, download } = link
      const file = pathname.split('/').at(-1) ?? ''
      const track = (name: string, more?: object): string => tracker.track(name, { ...declared(link), name: clean(nameOf(link)), ...more })
      if (protocol === 'tel:') track('Call Started')
      else if (protocol === 'mailto:') track('Mail Started')
      else if (chats.test(href)) track('Chat Started')
      else if (maps.test(href)) track('Directions Opened')
      else if (/^(http|blob|data)/.test(protocol) && (link.hasAttribute('download') || files.test(pathname))) {
        const given = download || file
        track('File Downloaded', { file: clean(given), extension: /\.(\w{1,8})$/.exec(given)?.[1]?.toLowerCase() })
      } else if (protocol.startsWith('http') && hostname !== location.hostname) track('Outbound Link Clicked', { host: hostname, href: redactUrl(href) })
    }
    return listenAll(tracker, { 'click auxclick': hear, beforeprint: () => tracker.track('Page Printed') })
  }
}
