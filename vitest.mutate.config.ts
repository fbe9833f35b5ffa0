import { statSync } from 'node:fs'
import { defineConfig, type ViteUserConfigExport } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { mswAtFetch } from './scripts/msw-at-fetch.ts'

/** Most mutants are noticed by some small file, and then nothing else is run. */
class SmallestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const size = ({ moduleId }: TestSpecification): number => statSync(moduleId).size
    return files.toSorted((one, other) => size(one) - size(other))
  }
}

/** The run of `pnpm mutate` for each mutant: the tests of one package, with less patience. */
const config: ViteUserConfigExport = defineConfig({
  resolve: mswAtFetch.resolve,
  test: {
    server: mswAtFetch.server,
    include: ['**/test/**/*.test.ts'],
    // Thousands of cases for each mutant; and what only they notice has no test that names it.
    exclude: ['**/node_modules/**', '**/hostile-generated*.test.ts'],
    // No test changes a module for others, and to load all anew for each file takes longer than most tests.
    isolate: false,
    sequence: { sequencer: SmallestFirst },
    setupFiles: ['scripts/load-mutated.ts'],
    // Many a mutant leaves somebody waiting: a failed test costs less than the end of the process. What goes through a
    // text character by character takes many times as long where each step is counted.
    testTimeout: 30_000,
    hookTimeout: 5_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
})

export default config
