// Throughline: the rules of the page in short, and the graph itself.
// The graph is handed in, so that the same runs on the sources and on what is built.

const twoMinutesMs = 120_000

/**
 * @param {(typeof import('../../src/identity/index.js'))['resolve']} resolve
 * @returns {import('./runScenario.js').Model}
 */
export const throughline = (resolve) => ({
  name: 'Throughline',
  send(step, { device, tokens, time, mint }) {
    const before = { ...device.before }
    if (step.on) device.anonymousId ??= mint()
    device.before = { anonymousId: device.anonymousId, userId: device.userId }
    const ids = () => ({ anonymousId: device.anonymousId, userId: device.userId })
    const rotate = () => Object.assign(device, { anonymousId: mint(), userId: undefined })
    const says = (/** @type {string} */ reason, /** @type {string} */ namespace, /** @type {unknown} */ value) =>
      [{ ...ids(), more: { reason, namespace, value } }]
    switch (step.do) {
      case 'sees': return [{ view: step.what, ...ids() }]
      case 'login':
        if (step.stale) Object.assign(device, before)
        else if (device.userId && device.userId !== step.what) rotate()
        device.userId = step.what
        return says('login', 'user', step.what)
      case 'logout': return rotate(), []
      case 'link': return says('link', /** @type {string} */ (step.namespace), step.what)
      case 'showCode': case 'takeCode': return says('handoff', 'handoff', step.what)
      case 'decorate': return tokens.set(step.what ?? '', { from: device.anonymousId, time }), []
      case 'arrive': {
        const token = tokens.get(step.what ?? '')
        tokens.delete(step.what ?? '')
        return token && time - token.time <= twoMinutesMs ? says('crossDomain', 'anonymous', token.from) : []
      }
      case 'forget': return [{ more: { forget: [['user', step.what], ['anonymous', device.anonymousId]] } }]
      default: return [{ more: { from: step.what, into: step.into } }]
    }
  },
  people(events) {
    /** @type {any[]} */
    const statements = events.flatMap(({ id, time, kind, anonymousId, userId, more }) => {
      const claim = { id, time, authority: 'claim' }
      if (more?.forget) return more.forget.map(([namespace, value]) => ({ forget: { namespace, value } }))
      const user = (/** @type {string} */ value) => ({ namespace: 'user', value })
      const mergeId = `merge ${more?.from} ${more?.into}`
      if (kind === 'claimMerge') return { ...claim, a: user(more.from), b: user(more.into), reason: 'merge' }
      if (kind === 'verifyMerge') return { ...claim, id: mergeId, a: user(more.from), b: user(more.into), reason: 'merge', authority: 'verified' }
      if (kind === 'undoMerge') return { unlink: mergeId }
      const who = kind === 'login' || !userId ? { namespace: 'anonymous', value: anonymousId } : user(userId)
      return more ? { ...claim, a: who, b: { namespace: more.namespace, value: more.value }, reason: more.reason } : []
    })
    const { persons } = resolve(statements)
    const personOf = new Map(persons.flatMap(({ id, identifiers }) => identifiers.map(({ namespace, value }) => [`${namespace} ${value}`, id])))
    const forgotten = new Set(statements.flatMap(({ forget }) => (forget ? `${forget.namespace} ${forget.value}` : [])))
    const views = events.flatMap(({ view, anonymousId, userId }) => {
      // An event belongs to its customer where it has one, else to its visitor.
      const owner = userId && personOf.has(`user ${userId}`) ? `user ${userId}` : `anonymous ${anonymousId}`
      return view && !forgotten.has(owner) ? [/** @type {[string, string]} */ ([view, personOf.get(owner) ?? owner])] : []
    })
    return new Map(views)
  },
})
