import { execFile } from 'node:child_process'
import { glob, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Published } from './workspace.ts'

const run = promisify(execFile)

/** Unpacks a package into the `node_modules` of a folder, and gives the texts of its files by path. */
export async function unpack({ manifest, tarball }: Published, folder: string): Promise<ReadonlyMap<string, string>> {
  const home = join(folder, 'node_modules', manifest.name)
  await mkdir(home, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
  const files = new Map<string, string>()
  for await (const path of glob('**/*.*', { cwd: home })) files.set(path, await readFile(join(home, path), 'utf8'))
  return files
}
