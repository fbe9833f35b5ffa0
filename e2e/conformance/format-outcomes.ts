import { alignColumns } from '../src/align-columns.ts'
import type { Outcome } from './run-scenario.ts'

/** The outcome of a scenario on one wire. */
export interface WireOutcome extends Outcome {
  readonly wire: string
}

/** A table of scenarios and wires, then each failure with its reasons, then one sentence. */
export function formatOutcomes(outcomes: readonly WireOutcome[]): string {
  return [
    formatTable(outcomes),
    ...outcomes.filter(({ passed }) => !passed).map(formatFailure),
    summary(outcomes),
  ].join('\n\n')
}

function formatTable(outcomes: readonly WireOutcome[]): string {
  const wires = [...new Set(outcomes.map(({ wire }) => wire))]
  const scenarios = [...new Set(outcomes.map(({ scenario }) => scenario))]
  const find = (scenario: string, wire: string): WireOutcome | undefined =>
    outcomes.find((outcome) => outcome.scenario === scenario && outcome.wire === wire)
  return alignColumns([
    ['', ...wires],
    ...scenarios.map((scenario) => [scenario, ...wires.map((wire) => formatCell(find(scenario, wire)))]),
  ])
}

function formatCell(outcome: WireOutcome | undefined): string {
  if (!outcome) return '–'
  if (!outcome.passed) return 'FAILED'
  return outcome.clientExitCode === 0 ? 'passed' : `passed, exit ${outcome.clientExitCode}`
}

function formatFailure({ scenario, wire, suiteExitCode, clientExitCode, ...outcome }: WireOutcome): string {
  const { complaints, clientErrors } = outcome
  const ends = `the suite's exit code is ${suiteExitCode ?? 'none'}, the client's ${clientExitCode ?? 'none'}`
  const said = clientErrors === '' ? [] : [`The client said: ${clientErrors}`]
  const lines = [...complaints, ...said].flatMap((text) => text.split('\n'))
  return [`FAILED: ${scenario}, wire ${wire}; ${ends}`, ...lines.map((line) => `  ${line}`)].join('\n')
}

function summary(outcomes: readonly WireOutcome[]): string {
  const passed = outcomes.filter((outcome) => outcome.passed)
  const refusals = passed.filter(({ clientExitCode }) => clientExitCode !== 0).length
  const allowed = refusals === 0 ? '' : ` In ${refusals} the client ended with an error, as the suite allows there.`
  return `${passed.length} of ${outcomes.length} passed.${allowed}`
}
