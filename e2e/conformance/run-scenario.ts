import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Exit } from '../src/child.ts'
import { runSuite } from './run-suite.ts'

export interface ScenarioOptions {
  readonly specVersion?: string | undefined
  /** The program to test. Default: ours. */
  readonly client?: string | undefined
  readonly clientOptions?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

/** The outcome of a scenario. */
export interface Outcome {
  readonly scenario: string
  readonly passed: boolean
  /** `undefined` where it was stopped. */
  readonly suiteExitCode: number | undefined
  /** `undefined` where it was stopped. */
  readonly clientExitCode: number | undefined
  /** The checks that failed or warned, by id, and what else was wrong. */
  readonly complaints: readonly string[]
  /** The client's text on standard error. */
  readonly clientErrors: string
}

interface Check {
  readonly id: string
  readonly status: string
  readonly description: string
  readonly errorMessage?: string
}

const ownClient = fileURLToPath(new URL('client.ts', import.meta.url))
/** How long the client may take, in ms; the suite twice as long. */
const timeLimit = 20_000

/** Runs one scenario of the suite in processes of its own. Leaves no file. */
export async function runScenario(scenario: string, options: ScenarioOptions = {}): Promise<Outcome> {
  const { specVersion, client = ownClient, clientOptions = [], signal } = options
  // The suite splits this at spaces, joins it again and gives it to a shell: quotes hold. What it kills after the time
  // limit is the shell, which `exec` makes the client.
  const shell = process.platform === 'win32' ? [] : ['exec']
  const command = [...shell, `"${process.execPath}"`, `"${client}"`, ...clientOptions].join(' ')
  const wire = specVersion === undefined ? [] : ['--spec-version', specVersion]
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  try {
    const commandLine = ['client', '--scenario', scenario, ...wire, '--command', command]
    const limits = ['--timeout', String(timeLimit), '--output-dir', folder]
    const run = await runSuite([...commandLine, ...limits], { timeout: 2 * timeLimit, signal })
    return judge(scenario, run, await readResults(folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Results {
  /** None where the suite skipped the scenario or fell over. */
  readonly checks: readonly Check[]
  readonly clientErrors: string
}

async function readResults(folder: string): Promise<Results> {
  const paths = await readdir(folder, { recursive: true })
  const read = async (name: string): Promise<string> => {
    const path = paths.find((path) => path.endsWith(name))
    return path === undefined ? '' : readFile(join(folder, path), 'utf8')
  }
  return { checks: JSON.parse((await read('checks.json')) || '[]'), clientErrors: (await read('stderr.txt')).trim() }
}

/** The suite's exit code alone will not do: it is 0 too where the scenario was skipped. */
function judge(scenario: string, { code, stdout, stderr }: Exit, { checks, clientErrors }: Results): Outcome {
  const complaints = checks
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .map(({ id, description, errorMessage }) => `${id}: ${errorMessage ?? description}`)
  const late = stderr.match(/^Client timed out.*$/m)?.[0]
  if (late !== undefined) complaints.push(late)
  if (!checks.some(({ status }) => status === 'SUCCESS')) complaints.push('No check succeeded.')
  if (checks.length === 0) complaints.push(`The suite said: ${(stdout + stderr).trim()}`)
  return {
    scenario,
    passed: code === 0 && complaints.length === 0,
    suiteExitCode: code,
    clientExitCode: late === undefined ? readClientExitCode(stderr) : undefined,
    complaints,
    clientErrors,
  }
}

/** The suite says it where it is not 0. */
function readClientExitCode(stderr: string): number {
  return Number(stderr.match(/^Client exited with code (?<code>-?\d+)$/m)?.groups?.code ?? 0)
}
