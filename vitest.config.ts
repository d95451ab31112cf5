// Which tests there are: in plain Node, on the built package, and in real browsers driven from Node.
// A unit test that needs a DOM says so itself, in its first line: // @vitest-environment happy-dom
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { writeReport } from './test/run/writeReport.js'

const common = { environment: 'node', restoreMocks: true, unstubGlobals: true, unstubEnvs: true }

// Set by test/run, which counts the results.
const { TEST_REPORT: reportFile, TEST_REPORTER: reporter = 'default' } = process.env

export default defineConfig({
  test: {
    reporters: reportFile === undefined ? ['default'] : [reporter, writeReport(reportFile)],
    projects: [
      {
        // One worker more than cores, because some of them wait for processes of their own; vitest would take one less.
        test: {
          ...common,
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/checks/**/*.test.ts'],
          maxWorkers: availableParallelism() + 1,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...common,
          name: 'package',
          include: ['test/package/**/*.test.ts', 'test/judges/*.test.ts'],
          // Before any of them, because two of them would install at once.
          globalSetup: 'test/judges/setup.js',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // One file at a time: a browser wants the machine to itself, or the timing measured is another's.
        test: {
          ...common,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          isolate: false, // the collector's database is compiled once, and not by each file
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
