import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeReport } from '../src/write-report.ts'
import { formatOutcomes, type WireOutcome } from './format-outcomes.ts'
import { runAll } from './run-all.ts'
import { runScenario } from './run-scenario.ts'
import { scenarioSets } from './scenario-sets.ts'

// `run.ts [--client <program>] [word …]`: the scenarios whose names hold one of the words, with ours or another client.
const { values, positionals } = parseArgs({ options: { client: { type: 'string' } }, allowPositionals: true })
const interruption = new AbortController()
process.once('SIGINT', () => interruption.abort(new Error('Interrupted.')))

try {
  const outcomes = await conform(interruption.signal)
  interruption.signal.throwIfAborted()
  console.log(formatOutcomes(outcomes))
  await report(outcomes)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = interruption.signal.aborted ? 130 : 1
}

/** Runs what was asked for, three scenarios at a time: each waits for processes that start. */
async function conform(signal: AbortSignal): Promise<readonly WireOutcome[]> {
  // pnpm runs us in our own folder, and says where it was called.
  const client = values.client === undefined ? undefined : resolve(process.env.INIT_CWD ?? '', values.client)
  const isWanted = (scenario: string): boolean =>
    positionals.length === 0 || positionals.some((word) => scenario.includes(word))
  const tasks = (await scenarioSets()).flatMap(({ wire, specVersion, clientOptions, scenarios }) =>
    scenarios.filter(isWanted).map((scenario) => async (): Promise<WireOutcome> => {
      if (!signal.aborted) console.error(`… ${scenario}, wire ${wire}`)
      return { ...(await runScenario(scenario, { specVersion, client, clientOptions, signal })), wire }
    }),
  )
  if (tasks.length === 0) throw new Error(`No scenario's name holds ${positionals.join(' or ')}.`)
  return runAll(tasks, 3)
}

/** The exit code for people, and the numbers as vitest reports them for a script that sums up. */
async function report(outcomes: readonly WireOutcome[]): Promise<void> {
  const passed = outcomes.filter(({ passed }) => passed).length
  const failed = outcomes.length - passed
  process.exitCode = failed === 0 ? 0 : 1
  await writeReport(process.env.CONFORMANCE_REPORT, { passed, failed })
}
