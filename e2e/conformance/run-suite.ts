import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** How a run of the suite's command ended. */
export interface SuiteRun {
  /** `undefined` where it was stopped. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface SuiteRunOptions {
  /** In ms. */
  readonly timeout?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Runs the official suite's own command, on the Node that runs us: it starts on Node ≥ 22 alone. */
export async function runSuite(
  commandLine: readonly string[],
  { timeout = 60_000, signal }: SuiteRunOptions = {},
): Promise<SuiteRun> {
  const manifest = new URL(import.meta.resolve('@modelcontextprotocol/conformance/package.json'))
  const { bin } = JSON.parse(await readFile(manifest, 'utf8'))
  const program = new URL(bin.conformance, manifest)
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [fileURLToPath(program), ...commandLine],
      { timeout, signal },
      (error, stdout, stderr) => {
        const { code = 0 } = error ?? {}
        resolve({ exitCode: typeof code === 'number' ? code : undefined, stdout, stderr })
      },
    )
  })
}
