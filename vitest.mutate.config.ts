import { defineConfig, type ViteUserConfigExport } from 'vitest/config'

/** What `pnpm mutate` runs for each mutant: the tests of one package, with less patience. */
const config: ViteUserConfigExport = defineConfig({
  test: {
    include: ['**/test/**/*.test.ts'],
    // Thousands of cases for each mutant; and what only they notice has no test that names it.
    exclude: ['**/node_modules/**', '**/hostile-generated*.test.ts'],
    // No test changes a module for others, and to load all anew for each file takes longer than most tests.
    isolate: false,
    setupFiles: ['scripts/load-mutated.ts'],
    // Many a mutant leaves somebody waiting: a failed test costs less than the end of the process.
    testTimeout: 10_000,
    hookTimeout: 5_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
})

export default config
