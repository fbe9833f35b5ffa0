import { tmpdir } from 'node:os'
import { run } from './child.ts'

/** Programs of the registry, each of a version that is known to work here. */
const packages = { deno: 'deno@2.9.6', bun: 'bun@1.4.5', yarn: '@yarnpkg/cli-dist@4.18.1' }

/** A program and the words before a script's name. */
export type Program = readonly [program: string, ...words: string[]]

export type Runtime = 'Node' | 'Deno' | 'Bun'

/** The Node that runs this, and the others as the registry brings them: 190 MB when they are asked for the first time. */
export async function installRuntimes(): Promise<Readonly<Record<Runtime, Program>>> {
  const deno = await pathFrom('-y', packages.deno, 'eval', '-p', 'process.execPath')
  const bun = await pathFrom('-y', packages.bun, '--print', 'process.execPath')
  return { Node: [process.execPath], Deno: [deno, 'run', '-A'], Bun: [bun] }
}

export const yarn: Program = ['npx', '-y', packages.yarn]

async function pathFrom(...words: readonly string[]): Promise<string> {
  // A folder in which no package of ours is installed.
  const { stdout } = await run('npx', words, { cwd: tmpdir() })
  return stdout.trim()
}
