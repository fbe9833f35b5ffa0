import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ChildOptions, type Exit, startChild } from '../src/child.ts'

/** Runs the official suite's own command, on the Node that runs us: it starts on Node ≥ 22 alone. */
export async function runSuite(
  commandLine: readonly string[],
  { timeout = 60_000, signal }: Pick<ChildOptions, 'timeout' | 'signal'> = {},
): Promise<Exit> {
  const manifest = new URL(import.meta.resolve('@modelcontextprotocol/conformance/package.json'))
  const { bin } = JSON.parse(await readFile(manifest, 'utf8'))
  const program = fileURLToPath(new URL(bin.conformance, manifest))
  return startChild(process.execPath, [program, ...commandLine], { timeout, signal }).exit
}
