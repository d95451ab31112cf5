// What people do on their devices, and who did what in truth: the same for every way of resolving it.
// Must not know how anything is resolved.

/**
 * One thing done. `sees` is a view that has to be given to somebody; its text names it.
 * @typedef {object} Step
 * @property {'sees' | 'login' | 'logout' | 'link' | 'claimMerge' | 'verifyMerge' | 'undoMerge' | 'showCode' | 'takeCode' | 'decorate' | 'arrive' | 'forget'} do
 * @property {string} [on] the device
 * @property {string} [what] what is seen; the user, the value, the code or the token that is meant
 * @property {string} [namespace] of a link
 * @property {string} [into] the user into whom another is merged
 * @property {boolean} [stale] in a tab that has not heard of the latest login
 * @property {number} [afterMs] so long after the step before; a minute where nothing is said
 */

/**
 * `people` lists what each person has seen, as far as anybody can know it. What nobody may be given any more is in no list.
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} truth in a few words
 * @property {readonly Step[]} steps
 * @property {readonly (readonly string[])[]} people
 * @property {(<T>(events: readonly T[]) => T[])} [arrive] in which order and how often the events reach the server
 */

const hourMs = 3_600_000

/** @type {(on: string, ...views: string[]) => Step[]} */
const sees = (on, ...views) => views.map((what) => ({ do: 'sees', on, what }))
/** @type {(on: string, what: string) => Step} */
const login = (on, what) => ({ do: 'login', on, what })
/** @type {(on: string) => Step} */
const logout = (on) => ({ do: 'logout', on })

const kiosk = Array.from({ length: 100 }, (_, i) => i)
const junk = ['null', 'undefined', '0', '[object Object]']

/** @type {readonly Scenario[]} */
export const scenarios = [
  {
    name: 'first login',
    truth: 'what alice saw before it is hers',
    steps: [...sees('phone', 'A1'), login('phone', 'alice'), ...sees('phone', 'A2')],
    people: [['A1', 'A2']],
  },
  {
    name: 'second login on one device',
    truth: 'the same alice, before, between and after',
    steps: [login('phone', 'alice'), ...sees('phone', 'A1'), logout('phone'), ...sees('phone', 'A2'), login('phone', 'alice'), ...sees('phone', 'A3')],
    people: [['A1', 'A2', 'A3']],
  },
  {
    name: 'alice on six devices',
    truth: 'one alice',
    steps: ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'].flatMap((on, i) => [...sees(on, `A${i}`), login(on, 'alice')]),
    people: [['A0', 'A1', 'A2', 'A3', 'A4', 'A5']],
  },
  {
    name: 'shared family tablet',
    truth: 'alice and bob, though nobody logs out',
    steps: [...sees('tablet', 'A1'), login('tablet', 'alice'), ...sees('tablet', 'A2'), login('tablet', 'bob'), ...sees('tablet', 'B1'),
      login('tablet', 'alice'), ...sees('tablet', 'A3')],
    people: [['A1', 'A2', 'A3'], ['B1']],
  },
  {
    name: 'logout, then browse',
    truth: 'whoever comes after alice is somebody else',
    steps: [login('tablet', 'alice'), ...sees('tablet', 'A1'), logout('tablet'), ...sees('tablet', 'X1')],
    people: [['A1'], ['X1']],
  },
  {
    name: 'login in two tabs at once',
    truth: 'two customers; the visitor was the first of them',
    steps: [...sees('tablet', 'A1'), login('tablet', 'alice'), { ...login('tablet', 'bob'), stale: true, afterMs: 0 }, ...sees('tablet', 'B1')],
    people: [['A1'], ['B1']],
  },
  {
    name: 'alice offline on two devices',
    truth: 'one alice, whichever device comes online first',
    steps: [...sees('phone', 'A1'), ...sees('laptop', 'A2'), login('phone', 'alice'), login('laptop', 'alice'), ...sees('phone', 'A3')],
    people: [['A1', 'A2', 'A3']],
    arrive: (events) => events.toReversed(),
  },
  {
    name: 'a merge that a page claims, and a server refuses',
    truth: 'alice and bob stay two',
    steps: [login('phone', 'alice'), ...sees('phone', 'A1'), login('laptop', 'bob'), ...sees('laptop', 'B1'), { do: 'claimMerge', on: 'laptop', what: 'alice', into: 'bob' }],
    people: [['A1'], ['B1']],
  },
  {
    name: 'a merge that the server verifies',
    truth: 'al and alice are one',
    steps: [login('phone', 'al'), ...sees('phone', 'A1'), login('laptop', 'alice'), ...sees('laptop', 'A2'), { do: 'verifyMerge', what: 'al', into: 'alice' }],
    people: [['A1', 'A2']],
  },
  {
    name: 'a verified merge that was a mistake, undone',
    truth: 'two again, as before',
    steps: [login('phone', 'alice'), ...sees('phone', 'A1'), login('laptop', 'bob'), ...sees('laptop', 'B1'),
      { do: 'verifyMerge', what: 'alice', into: 'bob' }, { do: 'undoMerge', what: 'alice', into: 'bob' }],
    people: [['A1'], ['B1']],
  },
  {
    name: 'one card in two hands',
    truth: 'customers do not become one by what they share',
    steps: [login('phone', 'alice'), ...sees('phone', 'A1'), { do: 'link', on: 'phone', namespace: 'loyalty', what: 'L-7' },
      login('laptop', 'bob'), ...sees('laptop', 'B1'), { do: 'link', on: 'laptop', namespace: 'loyalty', what: 'L-7' }],
    people: [['A1'], ['B1']],
  },
  {
    name: 'hand-off by phone',
    truth: 'who reads the code out and who is served are one',
    steps: [...sees('web', 'A1'), { do: 'showCode', on: 'web', what: 'K7Q2' }, { do: 'takeCode', on: 'desk', what: 'K7Q2' }, ...sees('desk', 'A2')],
    people: [['A1', 'A2']],
  },
  {
    name: 'hand-off an hour too late',
    truth: 'a code that has expired joins nobody',
    steps: [...sees('web', 'A1'), { do: 'showCode', on: 'web', what: 'K7Q2' }, { do: 'takeCode', on: 'desk', what: 'K7Q2', afterMs: hourMs }, ...sees('desk', 'X1')],
    people: [['A1'], ['X1']],
  },
  {
    name: 'cross-domain',
    truth: 'one visitor on two sites',
    steps: [...sees('shop', 'A1'), { do: 'decorate', on: 'shop', what: 't1' }, { do: 'arrive', on: 'blog', what: 't1', afterMs: 1_000 }, ...sees('blog', 'A2')],
    people: [['A1', 'A2']],
  },
  {
    name: 'a decorated link, sent on to a friend',
    truth: 'the friend is somebody else',
    steps: [...sees('shop', 'A1'), { do: 'decorate', on: 'shop', what: 't1' }, { do: 'arrive', on: 'friend', what: 't1', afterMs: hourMs }, ...sees('friend', 'B1')],
    people: [['A1'], ['B1']],
  },
  {
    name: 'two claims on one visitor, late and double',
    truth: 'the first by time, whatever comes first',
    steps: [...sees('tablet', 'A1'), login('tablet', 'alice'), { ...login('tablet', 'bob'), stale: true }, ...sees('tablet', 'B1')],
    people: [['A1'], ['B1']],
    arrive: (events) => [...events.toReversed(), ...events],
  },
  {
    name: 'junk ids',
    truth: 'a site that says `undefined` joins nobody',
    steps: junk.flatMap((id, i) => [...sees(`d${i}`, `X${i}`), login(`d${i}`, id), ...sees(`e${i}`, `Y${i}`), login(`e${i}`, id)]),
    people: junk.flatMap((_, i) => [[`X${i}`], [`Y${i}`]]),
  },
  {
    name: 'deleted person',
    truth: 'late events do not bring alice back',
    steps: [...sees('phone', 'A1'), login('phone', 'alice'), ...sees('laptop', 'X1'), { do: 'forget', on: 'phone', what: 'alice' }],
    people: [['X1']],
    arrive: (events) => events.toReversed(),
  },
  {
    name: 'kiosk with a hundred customers',
    truth: 'a hundred',
    steps: kiosk.flatMap((i) => [...sees('kiosk', `P${i}`), login('kiosk', `customer-${i}`), ...sees('kiosk', `Q${i}`), logout('kiosk')]),
    people: kiosk.map((i) => [`P${i}`, `Q${i}`]),
  },
]
