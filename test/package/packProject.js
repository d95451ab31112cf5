// Packs the package as npm would publish it, into a temporary folder.
// Must not build it, and must not leave a tarball behind.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * @param {string} folder the package
 * @returns {{ files: string[], bytes: number, tarball: Uint8Array }}
 */
export const packProject = (folder) => {
  const target = mkdtempSync(join(tmpdir(), 'packed-'))
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', target]
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const [{ filename, files, size }] = JSON.parse(stdout)
  const tarball = readFileSync(join(target, filename))
  rmSync(target, { recursive: true, force: true })
  return { files: files.map((/** @type {{ path: string }} */ { path }) => path).sort(), bytes: size, tarball }
}
