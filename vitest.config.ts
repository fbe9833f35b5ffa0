import { defineConfig, type ViteUserConfigExport } from 'vitest/config'

const report = process.env.VITEST_REPORT

const config: ViteUserConfigExport = defineConfig({
  test: {
    // For a machine to read, beside what is printed.
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
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
