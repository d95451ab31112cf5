// The CMP libraries and the stub of the IAB, as a page has them: the judges of the bridges.
// Must not know the bridges. They are installed from the lock file of test/judges before they are loaded.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../../run/projectFolder.js'
import { putOnPage } from './notingTracker.js'

const judges = join(projectFolder, 'test/judges/node_modules')
const load = (path: string): Promise<any> => import(/* @vite-ignore */ pathToFileURL(join(judges, path)).href)
/** Each test has a page of its own, so the libraries, which keep what they know in their modules, are loaded anew. */
let pages = 0
const loadAnew = (path: string): Promise<any> => import(/* @vite-ignore */ `${pathToFileURL(join(judges, path)).href}?page=${++pages}`)

const vendorList = () => {
  const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [i + 1, { id: i + 1, name: `${i + 1}`, description: '', illustrations: [] }]))
  const vendor = { id: 42, name: 'Us', purposes: [1, 9], legIntPurposes: [7, 8], flexiblePurposes: [8], specialPurposes: [], features: [], specialFeatures: [], policyUrl: 'https://us.example/', usesCookies: true, cookieMaxAgeSeconds: 1, usesNonCookieAccess: true }
  return {
    gvlSpecificationVersion: 3, vendorListVersion: 1, tcfPolicyVersion: 5, lastUpdated: '2026-01-01T00:00:00Z', purposes: named(11),
    specialPurposes: named(3), features: named(3), specialFeatures: named(2), dataCategories: named(11), stacks: {}, vendors: { 42: vendor },
  }
}
/** What a visitor has answered, as the purposes and vendors of the TCF. */
export type Answer = { purposes?: number[]; interests?: number[]; vendors?: number[]; interestVendors?: number[]; disclosed?: number[]; restriction?: [purpose: number, type: number] }
/** The TC string of it. */
export const encodeTcf = async ({ purposes = [], interests = [], vendors = [], interestVendors = [], disclosed = [42], restriction }: Answer): Promise<string> => {
  const { TCModel, TCString, GVL, PurposeRestriction } = await load('@iabtechlabtcf/core/lib/mjs/index.js')
  const model = Object.assign(new TCModel(new GVL(vendorList())), { cmpId: 3, cmpVersion: 1, isServiceSpecific: true, publisherCountryCode: 'DE' })
  model.purposeConsents.set(purposes)
  model.purposeLegitimateInterests.set(interests)
  model.vendorConsents.set(vendors)
  model.vendorLegitimateInterests.set(interestVendors)
  model.vendorsDisclosed.set(disclosed)
  if (restriction) model.publisherRestrictions.add(42, Object.assign(new PurposeRestriction(), { purposeId: restriction[0], restrictionType: restriction[1] }))
  return TCString.encode(model)
}
export const startTcf = async (): Promise<{ update(text: string | null, isShown?: boolean): void }> => {
  const { CmpApi } = await loadAnew('@iabtechlabtcf/cmpapi/lib/mjs/CmpApi.js')
  // Its parts share one model between them, which is that of the page before.
  const { CmpApiModel } = await load('@iabtechlabtcf/cmpapi/lib/mjs/CmpApiModel.js')
  CmpApiModel.reset()
  return new CmpApi(3, 1, true)
}
export const putTcfStub = (): void => createRequire(import.meta.url)(join(judges, '@iabtechlabtcf/stub/lib/stub.js'))()
/** The section of the whole country. */
const national = 7
/** Nobody has opted out of anything. */
export const nobodyOut = { Version: 1, SharingNotice: 1, SaleOptOutNotice: 1, SharingOptOutNotice: 1, TargetedAdvertisingOptOutNotice: 1, SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2, MspaCoveredTransaction: 2 }
/** As the IAB gives it to sites: nothing is known of it but the queue. */
export const putGppStub = (): void => {
  const queue: unknown[] = []
  putOnPage({ __gpp: (...call: unknown[]) => (call.length ? queue.push(call) : queue) })
}
export const startGpp = async (): Promise<any> => {
  if (!('__gpp' in window)) putGppStub()
  const { CmpApi } = await load('@iabgpp/cmpapi/lib/mjs/index.js')
  return new CmpApi(3, 1)
}
/** The visitor chooses, and the dialog closes. */
export const choose = (cmp: any, section: string, fields: object, id = national): void => {
  cmp.setSignalStatus('not ready')
  for (const [name, value] of Object.entries(fields)) cmp.setFieldValue(section, name, value)
  cmp.setApplicableSections([id])
  cmp.fireSectionChange(section)
  cmp.setSignalStatus('ready')
}
