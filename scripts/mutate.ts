import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { root } from './workspace.ts'

const packages = ['discovery', 'flow', 'guarded-fetch', 'callback-server']

const usage = `pnpm mutate [package …]

Breaks the sources of a package in one small way after the other, and runs its tests each time. What no test notices is
listed; fewer than 85 % noticed is a failure. Without a package: ${packages.join(', ')}.

  --file <name.ts>       only files of src with this name, may be repeated; then nothing is a failure
  --concurrency <n>      tests that run side by side (default 1)
  --force                what did not change since the last run is tried again, too. Needed where only something changed
                         that tests import: another package, or a file of the tests that is no test`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    concurrency: { type: 'string', default: '1' },
    file: { type: 'string', multiple: true, default: [] },
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

type StrykerOptions = ConstructorParameters<typeof Stryker>[0]

function optionsFor(name: string): StrykerOptions {
  const whole = values.file.length === 0
  const report = `reports/mutation/${name}`
  return {
    mutate: [...(whole ? ['*.ts'] : values.file).map((file) => `packages/${name}/src/**/${file}`), '!**/*.d.ts'],
    testRunner: 'vitest',
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    vitest: { configFile: 'vitest.mutate.config.ts', dir: `packages/${name}`, related: false },
    // A package's tests reach its own sources in the copy that is changed, and other packages as they are.
    ignorePatterns: ['dist', 'apps', 'benchmarks', 'docs', 'e2e', 'coverage', '.*', '*.log'],
    // The copy stays byte for byte what it was where nothing is changed: READMEs are compared with their examples.
    disableTypeChecks: false,
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    // Longer than the limit of a single test, for a change that blocks the thread.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    dryRunTimeoutMinutes: 15,
    incremental: true,
    incrementalFile: `${report}.incremental.json`,
    force: values.force,
    reporters: ['clear-text', 'html', 'json', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `${report}.html` },
    jsonReporter: { fileName: `${report}.json` },
    thresholds: { high: 90, low: 85, break: whole ? 85 : null },
    allowConsoleColors: process.stdout.isTTY,
  }
}

const unknown = positionals.filter((name) => !packages.includes(name))
if (unknown.length > 0) console.error(`These packages are not mutated: ${unknown.join(', ')}.`)
if (values.help || unknown.length > 0) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}
process.chdir(root)
// Generated cases must be the same for all changes, or chance decides which of them are noticed.
process.env.HOSTILE_SEED ??= '1'
for (const name of positionals.length > 0 ? positionals : packages) {
  process.env.MUTATED_SOURCES = `packages/${name}/src`
  try {
    await new Stryker(optionsFor(name)).runMutationTest()
  } catch {
    // Stryker has printed the reason.
    process.exitCode = 1
  }
}
