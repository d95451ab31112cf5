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
  Object.assign(chat, {
    currentUserId: '1', height: '600px', roomsLoaded: true, emojiDataSource: 'emoji.json', showAudio: false,
    rooms: ['Orders', 'Returns', 'Lamps'].map((roomName, i) => ({ roomId: String(i), roomName, avatar: '', users, index: i, lastMessage: { content: 'About ' + roomName, senderId: '2', timestamp: '10:20' } })),
    roomActions: [{ name: 'archive', title: 'Archive Room' }],
    menuActions: [{ name: 'invite', title: 'Invite User' }, { name: 'remove', title: 'Remove User' }],
  })
  chat.addEventListener('fetch-messages', () => {
    chat.messagesLoaded = false
    setTimeout(() => {
      chat.messages = ['Is it brass?', 'It is.'].map((content, i) => ({ _id: String(i), content, senderId: String(2 - i), username: users[1 - i].username, ...date, saved: true, distributed: true }))
      chat.messagesLoaded = true
    })
  })
</script></body></html>`,
  steps: [],
}
