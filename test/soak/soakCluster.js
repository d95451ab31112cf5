// The load on the large collector for as long as wanted: the test of it, with more browsers and more kills.
// Must not decide what is right; test/unit/cluster/load.test.ts does.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @param {{ browsers: number, minutes: number, seed: number }} options
 * @returns {boolean} whether everything tracked was stored, once
 */
export function soakCluster({ browsers, minutes, seed }) {
  const env = { ...process.env, CLUSTER_BROWSERS: String(browsers), CLUSTER_SECONDS: String(Math.round(minutes * 60)), CLUSTER_SEED: String(seed) }
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'test/unit/cluster/load.test.ts']
  return spawnSync(process.execPath, args, { cwd: project, env, stdio: 'inherit' }).status === 0
}
