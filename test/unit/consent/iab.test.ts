// The bridges to the CMPs of the IAB, against IAB's own CMP libraries and stub: what these tell is told to the tracker.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { gpp, type GppOptions } from '../../../src/consent/gpp.js'
import { tcf, type TcfOptions } from '../../../src/consent/tcf.js'
import type { Capture } from '../../../src/types.js'
import { installJudges } from '../../judges/installJudges.js'
import { type Answer, choose, encodeTcf as encode, nobodyOut as fill, putGppStub, putTcfStub, startGpp, startTcf } from './iabCmp.ts'
import { createNotingTracker, openPage, putOnPage, setGlobalPrivacyControl } from './notingTracker.js'

beforeAll(() => installJudges(), 120_000)
const stops: (() => void)[] = []
beforeEach(() => {
  vi.useFakeTimers()
  openPage()
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.useRealTimers()
})

const run = (bridge: Capture) => {
  const stage = createNotingTracker()
  const stop = bridge(stage.tracker)
  stops.push(stop)
  return { ...stage, stop }
}

describe('TCF 2.x', () => {
  const start = (options?: TcfOptions) => run(tcf(options))
  const after = async (answer: Answer, options?: TcfOptions) => {
    const { told } = start(options)
    ;(await startTcf()).update(await encode(answer))
    vi.advanceTimersByTime(60_000)
    return told
  }
  const everything = { analytics: true, personalization: true, marketing: true }
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]

  test('a stub, its queue, and the CMP that takes its place: what the visitor chooses is told once, and each change of it', async () => {
    putTcfStub()
    const { told } = start()
    const cmp = await startTcf()
    cmp.update('', true)
    expect(told).toEqual([])
    cmp.update(await encode({ purposes: all }), false)
    expect(told).toEqual([everything])
    cmp.update(await encode({ purposes: all }), true)
    cmp.update(await encode({ purposes: [1, 8, 9] }), false)
    expect(told).toEqual([everything, { personalization: false, marketing: false }])
    cmp.update(await encode({}), false)
    expect(told.slice(2)).toEqual([{ analytics: false }])
  })

  test('while the dialog is open nothing is decided, whatever the string still says', async () => {
    const cmp = await startTcf()
    const { told } = start()
    cmp.update(await encode({ purposes: all }), true)
    expect(told).toEqual([])
  })

  test('a CMP that was there before us tells at once', async () => {
    ;(await startTcf()).update(await encode({ purposes: all }))
    expect(start().told).toEqual([everything])
  })

  test('a CMP that comes without a stub is found when a script has loaded, or a little later', async () => {
    const { told } = start()
    ;(await startTcf()).update(await encode({ purposes: all }))
    expect(told).toEqual([])
    const script = document.body.appendChild(document.createElement('i'))
    script.dispatchEvent(new Event('load'))
    expect(told).toEqual([everything])

    openPage()
    const later = start()
    ;(await startTcf()).update(await encode({ purposes: all }))
    vi.advanceTimersByTime(500)
    expect(later.told).toEqual([everything])
  })

  test('where no CMP comes it soon stops to look', () => {
    start()
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(600_000)
    expect(vi.getTimerCount()).toBe(0)
    start().stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('where the GDPR does not apply, nothing stands against analytics but Global Privacy Control', async () => {
    const cmp = await startTcf()
    cmp.update(null)
    expect(start().told).toEqual([{ analytics: true, personalization: true }])
    expect(start({ otherwise: { analytics: true, marketing: false } }).told).toEqual([{ analytics: true, marketing: false }])
    expect(start({ otherwise: {} }).told).toEqual([])
    setGlobalPrivacyControl()
    expect(start().told).toEqual([])
  })

  test('a purpose needs all that it stands for, and without the right to store anything nothing is granted', async () => {
    expect(await after({ purposes: [1, 8] }, { purposes: { analytics: [1, 8] } })).toEqual([{ analytics: true }])
    expect(await after({ purposes: all.slice(1) })).toEqual([{ analytics: false, personalization: false, marketing: false }])
  })

  const own = { purposes: { analytics: [1, 8] }, vendor: 42 }
  test.each<[string, Answer, TcfOptions, boolean]>([
    ['a vendor who was not allowed gets nothing', { purposes: all }, own, false],
    ['a vendor who was allowed gets what was granted', { purposes: all, vendors: [42] }, own, true],
    ['another vendor counts for nothing', { purposes: all, vendors: [7] }, own, false],
    ['a legitimate interest counts for nothing by itself', { purposes: [1], interests: [8] }, { purposes: own.purposes }, false],
    ['a legitimate interest counts where it is asked for', { purposes: [1], interests: [8] }, { purposes: own.purposes, legitimateInterest: [8] }, true],
    ['nobody has a legitimate interest to store', { interests: all }, { purposes: own.purposes, legitimateInterest: all }, false],
    ['of a vendor, too', { purposes: [1], interests: [8], vendors: [42], interestVendors: [42] }, { ...own, legitimateInterest: [8] }, true],
    ['but not of one that was objected to', { purposes: [1], interests: [8], vendors: [42] }, { ...own, legitimateInterest: [8] }, false],
    ['what the publisher forbids a vendor is forbidden', { purposes: all, vendors: [42], restriction: [8, 0] }, own, false],
    ['where the publisher asks for consent an interest will not do', { purposes: [1], interests: [8], vendors: [42], interestVendors: [42], restriction: [8, 1] }, { ...own, legitimateInterest: [8] }, false],
  ])('%s', async (_, answer, options, analytics) => {
    expect(await after(answer, options)).toEqual([{ analytics }])
  })

  /** What the library of the IAB would not write, and another CMP may. */
  test.each<[string, object, boolean]>([
    ['storing needs consent, whatever interest is claimed', { purpose: { consents: { 8: true }, legitimateInterests: { 1: true } } }, false],
    ['a vendor whom the dialog has not named has no interest', { vendor: { consents: { 42: true }, legitimateInterests: { 42: true }, disclosedVendors: { 42: false } } }, false],
    ['one whom it has named has', { vendor: { consents: { 42: true }, legitimateInterests: { 42: true }, disclosedVendors: { 42: true } } }, true],
    ['where the publisher asks for an interest consent will not do', { purpose: { consents: { 1: true, 8: true } }, publisher: { restrictions: { 8: { 42: 2 } } } }, false],
  ])('%s', (_, data, analytics) => {
    const full = {
      eventStatus: 'tcloaded',
      purpose: { consents: { 1: true }, legitimateInterests: { 8: true } },
      vendor: { consents: { 42: true }, legitimateInterests: { 42: true } },
      ...data,
    }
    putOnPage({ __tcfapi: (_command: string, _version: number, callback: Function) => callback(full, true) })
    expect(start({ ...own, legitimateInterest: [1, 8] }).told).toEqual([{ analytics }])
  })

  test('after its stop it is no longer listened to, and the CMP knows', async () => {
    const cmp = await startTcf()
    const { told, stop } = start()
    stop()
    cmp.update(await encode({ purposes: all }))
    expect(told).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a CMP that throws or answers nonsense, or an element of its name, decides nothing and breaks nothing', async () => {
    for (const odd of [() => { throw new Error('broken CMP') }, document.createElement('form'), 'text', (...args: any[]) => args[2]?.(null, true), (...args: any[]) => args[2]?.({ eventStatus: 'tcloaded' }, false)]) {
      putOnPage({ __tcfapi: odd })
      const { told, errors } = start()
      await Promise.resolve()
      expect([told, errors]).toEqual([[], String(odd).includes('throw') ? ['broken CMP'] : []])
    }
  })
})

describe('GPP', () => {
  const start = (options?: GppOptions) => run(gpp(options))
  const nobodyOut = { analytics: true, personalization: true, marketing: true }

  test('a stub, and the CMP that takes its place: opt-outs are told once, when they are ready, and each change of them', async () => {
    putGppStub()
    const { told } = start()
    const cmp = await startGpp()
    cmp.setApplicableSections([7])
    expect(told).toEqual([])
    choose(cmp, 'usnat', fill)
    expect(told).toEqual([nobodyOut])
    choose(cmp, 'usnat', { SaleOptOut: 1 })
    choose(cmp, 'usnat', { SharingOptOut: 1 })
    expect(told.slice(1)).toEqual([{ marketing: false }])
    choose(cmp, 'usnat', { SaleOptOut: 2, SharingOptOut: 2 })
    expect(told.slice(2)).toEqual([{ marketing: true }])
  })

  test.each([
    ['usnat', 7, { ...fill, SharingOptOut: 1 }],
    ['usnat', 7, { ...fill, TargetedAdvertisingOptOut: 1 }],
    ['usnat', 7, { ...fill, Gpc: true }],
    ['usca', 8, { SaleOptOut: 1 }],
    ['usca', 8, { SharingOptOut: 1 }],
    ['usva', 9, { TargetedAdvertisingOptOut: 1 }],
    ['ustx', 16, { SaleOptOut: 1 }],
    ['uspv1', 6, { OptOutSale: 'Y' }],
  ])('an opt-out by %s (%i) denies marketing, and nothing else: %j', async (section, id, fields) => {
    const cmp = await startGpp()
    const { told } = start()
    choose(cmp, section, fields, id)
    expect(told).toEqual([{ analytics: true, personalization: true, marketing: false }])
  })

  test('which opt-out denies what is for the site to say', async () => {
    const cmp = await startGpp()
    const { told } = start({ purposes: { analytics: ['Sale'], ads: ['Sharing'] } })
    choose(cmp, 'usnat', { ...fill, SaleOptOut: 1 })
    expect(told).toEqual([{ analytics: false, ads: true }])
  })

  test('with Global Privacy Control nothing is granted that nobody was asked for, and marketing is denied', async () => {
    setGlobalPrivacyControl()
    const cmp = await startGpp()
    const { told } = start()
    choose(cmp, 'usnat', fill)
    expect(told).toEqual([{ marketing: false }])
  })

  test('Europe is left to the TCF, and nothing is said where nothing is known', async () => {
    const cmp = await startGpp()
    const { told } = start()
    choose(cmp, 'usnat', fill, 2)
    cmp.setApplicableSections([])
    cmp.setSignalStatus('ready')
    expect(told).toEqual([])
  })

  test('where no law of the sections applies, analytics is granted, or what the site says', async () => {
    const cmp = await startGpp()
    const { told } = start()
    const own = start({ otherwise: {} })
    choose(cmp, 'usnat', fill, -1)
    expect([told, own.told]).toEqual([[{ analytics: true, personalization: true }], []])
  })

  test('as long as the dialog is not done, nothing is decided, and sections of other countries are no opt-outs', () => {
    let callback: Function = () => {}
    putOnPage({ __gpp: (_command: string, given: Function) => (callback = given) })
    const { told } = start()
    const pingData = { signalStatus: 'not ready', applicableSections: [7], parsedSections: { usnat: { SaleOptOut: 1 } } }
    callback({ listenerId: 1, pingData }, true)
    expect(told).toEqual([])
    callback({ listenerId: 1, pingData: { ...pingData, signalStatus: 'ready', parsedSections: { tcfcav1: { SaleOptOut: 1 } } } }, true)
    expect(told).toEqual([nobodyOut])
  })

  test('sections as arrays of segments, as the specification has them', () => {
    const parsedSections = { usnat: [{ SaleOptOut: 2 }, { Gpc: true }] }
    putOnPage({ __gpp: (command: string, callback: Function) => command === 'addEventListener' && callback({ listenerId: 1, pingData: { signalStatus: 'ready', applicableSections: [7], parsedSections } }, true) })
    expect(start().told).toEqual([{ analytics: true, personalization: true, marketing: false }])
  })

  test('after its stop it is no longer listened to', async () => {
    const cmp = await startGpp()
    const { told, stop } = start()
    stop()
    choose(cmp, 'usnat', fill)
    expect(told).toEqual([])
  })
})
