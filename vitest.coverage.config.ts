import { defineConfig, mergeConfig, type ViteUserConfigExport } from 'vitest/config'
import base from './vitest.config.ts'

/** What keeps and renews tokens has a test for every branch, those of other platforms too. */
const tokenLife = [
  'packages/token-store/src/**',
  'packages/token-store-keyring/src/**',
  'packages/token-store-redis/src/**',
  ...['in-turn', 'keep-tokens', 'refresh-turn', 'session', 'sign-out', 'token-record', 'token-records', 'usable'].map(
    (name) => `packages/flow/src/${name}.ts`,
  ),
]

const config: ViteUserConfigExport = mergeConfig(
  base,
  defineConfig({
    test: {
      coverage: {
        provider: 'v8',
        include: tokenLife,
        // The contract is a test itself, and its processes are their own, where nobody counts.
        exclude: ['packages/token-store/src/contract/**', 'packages/token-store/src/testing-process.ts'],
        reporter: [['text', { skipFull: true }]],
        thresholds: { branches: 100 },
      },
    },
  }),
)

export default config
