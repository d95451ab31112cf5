// vue-advanced-chat, a chat in Vue: one custom element, everything in its shadow root.
// Must not hold more than how it is started and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const chat = {
  name: 'chat',
  title: 'Advanced Chat',
  madeWith: 'Vue, shadow DOM',
  packageName: 'vue-advanced-chat',
  html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Talks</title></head>
<body><h1>Talks</h1><vue-advanced-chat></vue-advanced-chat>
<script src="dist/vue-advanced-chat.umd.js"></script>
<script>
  window['vue-advanced-chat'].register()
  const users = [{ _id: '1', username: 'Ada' }, { _id: '2', username: 'Grace' }]
  const chat = document.querySelector('vue-advanced-chat')
  const date = { date: '10 March', timestamp: '10:20' }
  chat.addEventListener('fetch-messages', () => setTimeout(() => {
    chat.messages = ['Is it brass?', 'It is.'].map((content, i) => ({ _id: String(i), content, senderId: String(2 - i), username: users[1 - i].username, ...date, saved: true, distributed: true }))
    chat.messagesLoaded = true
  }))
  Object.assign(chat, {
    currentUserId: '1', height: '600px', roomsLoaded: true, emojiDataSource: 'emoji.json', showAudio: false,
    rooms: ['Orders', 'Returns', 'Lamps'].map((roomName, i) => ({ roomId: String(i), roomName, avatar: '', users, index: i, lastMessage: { content: 'About ' + roomName, senderId: '2', timestamp: '10:20' } })),
    roomActions: [{ name: 'archive', title: 'Archive Room' }],
    menuActions: [{ name: 'invite', title: 'Invite User' }, { name: 'remove', title: 'Remove User' }],
  })
</script></body></html>`,
  steps: [
    { on: '.vac-room-item', text: 'Returns 10:20 About Returns', name: 'Returns' },
    { on: '.vac-room-item .vac-list-room-options', nth: 0, name: 'Room options', told: 'dropdown room' },
    { on: '.vac-menu-item', text: 'Archive Room', name: 'Archive Room' },
    { on: '.vac-add-icon', name: 'Add' },
    { on: '.vac-toggle-button', name: 'Toggle' },
    { on: '.vac-toggle-button', name: 'Toggle' },
    { on: '.vac-room-options', name: 'Menu' },
    { on: '.vac-menu-item', text: 'Invite User', name: 'Invite User' },
    { on: '.vac-room-options', name: 'Menu' },
    { on: '.vac-menu-item', text: 'Remove User', name: 'Remove User' },
    { on: '.vac-emoji-wrapper .vac-svg-button', name: 'Emoji' },
    { on: '.vac-emoji-wrapper .vac-svg-button', name: 'Emoji' },
    { on: '#roomTextarea', types: 'planted', name: null },
    { on: '.vac-icon-textarea > .vac-svg-button:last-child', name: 'Send' },
    { on: '.vac-room-item', text: 'Orders 10:20 About Orders', name: 'Orders' },
    { on: '.vac-input', types: 'planted', name: null },
  ],
}
