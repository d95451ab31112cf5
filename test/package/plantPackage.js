// Writes a small package into a temporary folder, right unless a breach is planted in it.
// Must never write into the checkout.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const manifest = {
  name: 'throughline',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  files: ['dist'],
  sideEffects: ['./dist/throughline.js'],
  exports: {
    '.': { types: './dist/types/index.d.ts', default: './dist/index.js' },
    './capture': { types: './dist/types/capture.d.ts', default: './dist/capture.js' },
    './throughline.js': './dist/throughline.js',
  },
}

const right = {
  'package.json': JSON.stringify(manifest),
  'README.md': '# A package\n',
  'LICENSE': 'MIT\n',
  'dist/index.js': 'export const createTracker = (name) => ({ name })\n',
  'dist/capture.js': 'export const clicks = () => () => {}\n',
  'dist/throughline.js': 'window.throughline = 1\n',
  'dist/stub.js': 'window.throughline = []\n',
  'dist/throughline-capture.js': 'window.throughline = []\n',
  'dist/types/index.d.ts': `export type { Tracker } from './tracker.js'
export declare const createTracker: (name: string) => object\n`,
  'dist/types/tracker.d.ts': 'export type Tracker = { name: string }\n',
  'dist/types/capture.d.ts': 'export declare const clicks: () => () => void\n',
}

/**
 * @param {Record<string, string>} [files] path -> text, in place of what is right
 * @param {(manifest: any) => void} [change] changes package.json
 * @returns {{ folder: string, remove: () => void }}
 */
export const plantPackage = (files = {}, change = () => {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'))
  const changed = structuredClone(manifest)
  change(changed)
  for (const [path, text] of Object.entries({ ...right, 'package.json': JSON.stringify(changed), ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
