import { randomInt } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { sep } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { defineConfig, type ViteUserConfigExport } from 'vitest/config'
import { mswAtFetch } from './scripts/msw-at-fetch.ts'
import { packageReport } from './scripts/package-report.ts'

const outputFile = process.env.VITEST_REPORT
const report: ['json', object][] = outputFile === undefined ? [] : [['json', { outputFile }]]
// One for all tests of a run; the report tells it.
process.env.HOSTILE_SEED ??= String(randomInt(2 ** 31))

// For the threads: most garbage of tests is young, and collecting it took a tenth of their time.
setFlagsFromString('--max-semi-space-size=64')

/** Code that keeps and renews tokens has a test for every branch, those of other platforms too. */
const tokenLife = [
  'packages/token-store/src/**',
  'packages/token-store-keyring/src/**',
  'packages/token-store-redis/src/**',
  'packages/flow/src/in-turn.ts',
  'packages/flow/src/redaction/alias-store.ts',
  'packages/flow/src/sign-in/store-tokens.ts',
  ...['record-state', 'refresh-answer', 'stored-tokens', 'token-binding', 'token-record', 'unsaved-records'].map(
    (name) => `packages/flow/src/tokens/${name}.ts`,
  ),
  ...[
    'create-session',
    'decide-renewal',
    'fresh-tokens',
    'note-refusal',
    'refresh-turn',
    'session',
    'sign-out',
    'token-cache',
  ].map((name) => `packages/flow/src/session/${name}.ts`),
]
const gone = tokenLife.find((pattern) => globSync(pattern).length === 0)
if (gone !== undefined) throw new Error(`vitest.config.ts measures the coverage of ${gone}, which is no file.`)

const tests = ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'e2e/test/**/*.test.ts']
const real = tests.map((pattern) => pattern.replace('*.test.ts', '*.real.test.ts'))

/** Tests that replace a module, or change or count what all tests of a process share: its user, HOME, its timers. */
const isolated = globSync(tests)
  .filter((file) =>
    /\bvi\.(mock|doMock|resetModules)\(|\bprocess\.(seteuid|chdir)\b|'HOME'|\bgetTimerCount\b/.test(
      readFileSync(file, 'utf8'),
    ),
  )
  .map((file) => file.replaceAll(sep, '/'))
/** Tests of the mock server, whose users have msw as it is. */
const ofMsw = 'packages/mock-server/test/**/*.test.ts'

/** For tests whose own processes keep the cores busy, and that wait for them. */
const fewAtATime = { maxWorkers: 1 + availableParallelism(), sequence: { groupOrder: 1 } }

const { resolve, server } = mswAtFetch

const config: ViteUserConfigExport = defineConfig({
  test: {
    // Failures in full, the rest by numbers; and for a machine to read.
    reporters: ['minimal', packageReport, ...report],
    // More than cores, since many tests wait for servers.
    maxWorkers: 2 + availableParallelism(),
    // Ends what hangs, on a machine with much other work too. No test measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    coverage: {
      provider: 'v8',
      include: tokenLife,
      // The contract is a test itself, and its processes are their own, where nobody counts.
      exclude: ['packages/token-store/src/contract/**', 'packages/token-store/src/testing-process.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { branches: 100 },
    },
    projects: [
      // On sources, in threads of this process: files share what they load.
      {
        extends: true,
        resolve,
        test: {
          name: 'fast',
          include: tests,
          exclude: [...real, ...isolated, ofMsw],
          isolate: false,
          pool: 'threads',
          server,
        },
      },
      {
        extends: true,
        test: { name: 'fast-msw', include: [ofMsw], exclude: real, isolate: false, pool: 'threads' },
      },
      // Each file in a process of its own.
      { extends: true, resolve, test: { name: 'fast-isolated', include: isolated, exclude: real, server } },
      // Processes, the keychain, Redis, the terminal, Chromium; the CLI as it is published.
      {
        extends: true,
        test: { name: 'real', include: real, globalSetup: 'scripts/packed-cli.ts', ...fewAtATime },
      },
      // Packed tarballs in empty folders.
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['e2e/slow/**/*.test.ts'],
          globalSetup: 'scripts/packed-packages.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          ...fewAtATime,
        },
      },
    ],
  },
})

export default config
