// Puts the built package where the frameworks of a folder are found, as an install of the tarball would.
// Must not install anything else, and must not link: what is linked looks for its peers elsewhere.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} project the package
 * @param {string} folder with `node_modules`
 */
export const plantThroughline = (project, folder) => {
  const target = join(folder, 'node_modules/throughline')
  rmSync(target, { recursive: true, force: true })
  for (const path of ['package.json', 'dist']) cpSync(join(project, path), join(target, path), { recursive: true })
  return target
}
