import { runSuite } from './run-suite.ts'

/** Scenarios that are run alike. */
export interface ScenarioSet {
  /** The wire, as the table calls it. */
  readonly wire: string
  /** The wire that the suite is told to speak; without one it takes what each scenario was made for. */
  readonly specVersion?: string | undefined
  readonly clientOptions: readonly string[]
  readonly scenarios: readonly string[]
}

// The suite is pinned. Where a number here is wrong, it was changed: see what is new before you change the number.
const expected: readonly (Omit<ScenarioSet, 'scenarios'> & { readonly count: number })[] = [
  { wire: 'default', clientOptions: ['--login-first', '--negotiate'], count: 27 },
  { wire: '2026-07-28', specVersion: '2026-07-28', clientOptions: [], count: 25 },
  { wire: '2025-11-25', specVersion: '2025-11-25', clientOptions: [], count: 14 },
]

/**
 * All authorization scenarios of dated revisions of MCP, by the suite's own list; those of extensions are left out. On
 * the default wire the client signs in before it connects, on the others when a request is refused.
 *
 * @throws Error where the suite lists more or fewer than it did
 */
export function scenarioSets(): Promise<readonly ScenarioSet[]> {
  return Promise.all(
    expected.map(async ({ count, ...set }) => {
      const scenarios = await listScenarios(set.specVersion)
      if (scenarios.length === count) return { ...set, scenarios }
      throw new Error(`On the wire ${set.wire} the suite lists ${scenarios.length} scenarios, not ${count}.`)
    }),
  )
}

async function listScenarios(specVersion: string | undefined): Promise<readonly string[]> {
  const filter = specVersion === undefined ? [] : ['--spec-version', specVersion]
  const { stdout } = await runSuite(['list', '--client', ...filter])
  return [...stdout.matchAll(/^ *- (?<name>auth\/\S+) \[(?<revisions>.*)\]$/gm)].flatMap(({ groups }) =>
    groups?.name === undefined || groups.revisions === 'extension' ? [] : [groups.name],
  )
}
