// Owns what is recorded when somebody clicks, presses keys, leaves the channel, fills in forms and copies: exactly what was done.
// Must not call track by hand but for a marker: what arrives was captured.
import { beforeAll, describe, expect, test } from 'vitest'
import { createRecorded, problems, told } from './recorded.ts'
import { useStage, type Row } from './stage.ts'

const stage = useStage()
const recorded = createRecorded(stage)

describe('clicks', () => {
  let rows: Row[]
  let framed: Row[]
  let faults: string[]

  beforeAll(async () => {
    const page = await stage.open('actions', { options: { capture: ['clicks', 'frames'] } })
    await page.waitFor(() => Boolean((document.getElementById('frame') as HTMLIFrameElement).contentDocument?.getElementById('pay')))
    for (const id of ['home', 'lamps', 'add', 'path', 'rect', 'cardtext', 'aria', 'proxy', 'plain', 'named', 'ignored', 'label', 'agree', 'textlabel', 'note', 'fancy', 'summary'])
      await page.click(`#${id}`)
    // With keys: a button, the ARIA button, and the one whose handler presses another.
    for (const [id, key] of [['add', 'Enter'], ['aria', ' '], ['aria', 'Enter'], ['proxy', 'Enter'], ['aria', 'a'], ['note', 'Enter']] as const) {
      await page.run((target) => document.getElementById(target)!.focus(), id)
      await page.press(key)
    }
    rows = await recorded(page)
    await page.run(() => (document.getElementById('frame') as HTMLIFrameElement).contentDocument!.getElementById('pay')!.focus())
    await page.press('Enter')
    framed = (await recorded(page)).slice(rows.length)
    faults = await problems(page)
  }, 40_000)

  test('each click and each key press is one event under the name that a person would give it, and nothing else is', () => {
    expect(told(rows, 'name', 'role')).toEqual([
      ['Element Clicked', 'Home', 'link'],
      ['Element Clicked', 'Lamps on sale', 'link'],
      ['Element Clicked', 'Add to cart', 'button'],
      ['Element Clicked', 'Open cart', 'button'],
      ['Element Clicked', 'Drawing', 'link'],
      ['Element Clicked', 'A card that looks like a button', 'button'],
      ['Element Clicked', 'ARIA button', 'button'],
      ['Element Clicked', 'Presses another', 'button'],
      ['Element Clicked', 'Wish List', 'button'],
      ['Element Clicked', 'I agree', 'checkbox'],
      ['Element Clicked', 'I agree', 'checkbox'],
      ['Element Clicked', 'Fancy slot', 'button'],
      ['Element Clicked', 'More', 'button'],
      ['Element Clicked', 'Add to cart', 'button'],
      ['Element Clicked', 'ARIA button', 'button'],
      ['Element Clicked', 'ARIA button', 'button'],
      ['Element Clicked', 'Presses another', 'button'],
    ])
  })

  test('each says where on the page it was, and carries what the element declares', () => {
    const named = (name: string) => rows.find(({ properties }) => properties.name === name)?.properties
    expect(named('Lamps on sale')).toMatchObject({ heading: 'Departments', landmark: 'navigation Shop', href: expect.stringMatching(/\/actions$/) })
    expect(named('Add to cart')).toMatchObject({ heading: 'Tidewick lamp', landmark: 'main', plan: 'gold', stepName: 'two', selector: '#add' })
    expect(named('Fancy slot')).toMatchObject({ selector: '#fancy>>>button' })
  })

  test('what an event says of a click has less than 500 bytes', () => {
    for (const { properties } of rows) expect(JSON.stringify(properties).length).toBeLessThan(500)
  })

  test('a click in a frame of the same origin is recorded too', () => {
    expect(told(framed, 'name', 'heading')).toEqual([['Element Clicked', 'Pay in a frame', 'Pay']])
  })

  test('nothing throws', () => expect(faults).toEqual([]))
})

test('each way out of the channel is its own event, without numbers, addresses and queries', async () => {
  const page = await stage.open('actions', { options: { capture: ['exits'] } })
  for (const id of ['tel', 'mail', 'sms', 'map', 'file', 'out', 'own', 'home', 'add']) await page.click(`#${id}`)
  await page.run(() => void dispatchEvent(new Event('beforeprint')))
  const rows = await recorded(page)
  expect(told(rows, 'name')).toEqual([
    ['Call Started', 'Call us'],
    ['Mail Started', 'Write to us'],
    ['Chat Started', 'Text us'],
    ['Directions Opened', 'Find us'],
    ['File Downloaded', 'Manual'],
    ['Outbound Link Clicked', 'Partner'],
    ['Page Printed', undefined],
  ])
  expect(rows[4]?.properties).toMatchObject({ file: 'manual.pdf', extension: 'pdf' })
  expect(rows[5]?.properties).toMatchObject({ host: 'partner.example', href: 'https://partner.example/landing' })
  expect(JSON.stringify(rows.map(({ properties }) => properties))).not.toMatch(/secret|4930/)
  expect(await problems(page)).toEqual([])
})

describe('forms', () => {
  test('a form is started, refused, corrected and submitted once each, and no value is told but the allowed one', async () => {
    const page = await stage.open('forms', { options: { capture: [['forms', { values: ['plan', 'password'] }]] } })
    await page.type('#name', 'Planted Name')
    await page.type('#password', 'planted-password')
    await page.click('#looked')
    await page.type('#name', ' the Second')
    await page.type('#plan', 'gold')
    await page.click('#send') // the mail is missing
    await page.type('#mail', 'planted@example.com')
    await page.click('#news')
    await page.click('#send')
    const rows = await recorded(page)
    expect(told(rows, 'form', 'field', 'reason')).toEqual([
      ['Form Started', 'signup', 'name', undefined],
      ['Form Error Shown', 'signup', 'mail', 'valueMissing'],
      ['Form Submitted', 'signup', undefined, undefined],
    ])
    expect(rows[2]?.properties).toMatchObject({
      fields: ['name', 'password', 'plan', 'mail', 'newsletter'],
      corrected: ['name'],
      attempts: 1,
      values: { plan: 'gold' },
    })
    expect(rows[2]?.properties.field_seconds.mail).toBeGreaterThanOrEqual(0)
    expect(JSON.stringify(rows)).not.toMatch(/planted/i)
    expect(await problems(page)).toEqual([])
  })

  test('a form that is left half-way is abandoned, with its last field; one that was only looked at is not', async () => {
    const page = await stage.open('forms', { options: { capture: ['forms'] } })
    await page.click('#looked')
    await page.type('#text', 'planted text')
    await page.type('#stars', '9')
    await page.click('#looked')
    const marker = await page.run(() => tracker.track('Before'))
    await page.click('#away')
    const [before] = await stage.received([marker])
    const abandoned = await stage.receivedRow(({ name, stream }) => name === 'Form Abandoned' && stream === before!.stream)
    const rows = (await stage.streamsOf([before!])).sort((a, b) => a.n! - b.n!)
    expect(told(rows, 'form', 'field', 'reason')).toEqual([
      ['Form Started', 'Review', 'text', undefined],
      ['Form Error Shown', 'Review', 'stars', 'aria-invalid'],
      ['Before', undefined, undefined, undefined],
      ['Form Abandoned', 'Review', undefined, undefined],
    ])
    expect(abandoned.properties).toMatchObject({ last_field: 'stars', fields: ['text', 'stars'] })
    expect(JSON.stringify(rows)).not.toMatch(/planted/)
  })

  test('a copied text is counted and not told', async () => {
    const page = await stage.open('forms', { options: { capture: ['copies'] } })
    await page.run(() => {
      getSelection()!.selectAllChildren(document.getElementById('copied')!)
      document.execCommand('copy')
    })
    const rows = (await recorded(page)).filter(({ name }) => name === 'Text Copied')
    // Not every engine lets a script copy without a gesture.
    for (const { properties } of rows) expect(properties).toMatchObject({ characters: 36, words: 7 })
    expect(rows.length).toBeLessThan(2)
    expect(JSON.stringify(rows)).not.toContain('lamps')
  })
})

describe('the script tag', () => {
  /** Listens for errors from the first moment, and counts what is loaded. */
  const before = () => {
    window.kept = []
    let value: any
    Object.defineProperty(window, 'throughline', {
      configurable: true,
      get: () => value,
      set(given) {
        value = given
        given.on?.('error', ({ message }: { message: string }) => window.kept.push(message))
      },
    })
  }
  const isLoaded = () => performance.getEntriesByName(new URL('/dist/throughline-capture.js', location.href).href).length

  test('loads its second file once, from beside itself, and only where it is asked for what is in there', async () => {
    const page = await stage.open('script', { attributes: { 'data-flush-delay': '50', 'data-capture': 'pageViews clicks errors exits' }, before })
    await page.waitFor(() => Boolean(window.throughline?.track))
    await page.waitFor(isLoaded)
    await page.waitFor(() => {
      dispatchEvent(new ErrorEvent('error', { message: 'Uncaught Error: x', filename: location.href }))
      return true
    })
    await page.click('#buy')
    const error = await stage.receivedRow(({ name, properties }) => name === 'Error Occurred' && properties.message === 'Uncaught Error: x')
    const id = await page.run(() => window.throughline.track('Marker'))
    await stage.received([id])
    const rows = await stage.streamsOf([error])
    expect(rows.map(({ type, name }) => (type === 'page' ? type : name)).sort()).toEqual(['Element Clicked', 'Error Occurred', 'Marker', 'page'])
    expect(await page.run(isLoaded)).toBe(1)

    const plain = await stage.open('script', { attributes: { 'data-flush-delay': '50' }, before })
    await plain.waitFor(() => Boolean(window.throughline?.track))
    await plain.click('#buy')
    await stage.received([await plain.run(() => window.throughline.track('Marker'))])
    expect(await plain.run(isLoaded)).toBe(0)
  })

  test('says what is missing, and captures what it has', async () => {
    const page = await stage.open('script', { attributes: { 'data-flush-delay': '50', 'data-capture': 'clicks nonsense none' }, before })
    await page.waitFor(() => window.kept.length > 0)
    expect(await page.run(() => window.kept)).toEqual(['no nonsense in ./throughline-capture.js'])
    await page.click('#buy')
    await stage.received([await page.run(() => window.throughline.track('Marker'))])
  })
})
