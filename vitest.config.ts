import { availableParallelism } from 'node:os'
import { defineConfig, type ViteUserConfigExport } from 'vitest/config'

const report = process.env.VITEST_REPORT

/** What keeps and renews tokens has a test for every branch, those of other platforms too. */
const tokenLife = [
  'packages/token-store/src/**',
  'packages/token-store-keyring/src/**',
  'packages/token-store-redis/src/**',
  ...[
    'fresh-tokens',
    'held-tokens',
    'in-turn',
    'keep-tokens',
    'mark-refused',
    'open-session',
    'refresh-turn',
    'session',
    'sign-out',
    'token-record',
    'token-records',
    'unsaved-tokens',
    'same-store',
    'usable',
  ].map((name) => `packages/flow/src/${name}.ts`),
]

const config: ViteUserConfigExport = defineConfig({
  test: {
    // For a machine to read, beside what is printed.
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    // Many tests wait for processes and timers: two at a time are faster on two cores too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Ends what hangs, on a machine with much other work too. No test measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
    coverage: {
      provider: 'v8',
      include: tokenLife,
      // The contract is a test itself, and its processes are their own, where nobody counts.
      exclude: ['packages/token-store/src/contract/**', 'packages/token-store/src/testing-process.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { branches: 100 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'e2e/test/**/*.test.ts'],
        },
      },
      // Packed tarballs in empty folders: what `npm test` spares a newcomer.
      {
        extends: true,
        test: { name: 'slow', include: ['e2e/slow/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
  },
})

export default config
