import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { withDependencies } from '../../scripts/workspace.ts'
import { run } from '../src/child.ts'

/** The Node that the workspace runs on. */
export const mainNode = '24'

type Versions = Readonly<Record<string, string>>

/** The manifest of a program that uses a package, ours from their tarballs and the others from the registry. */
export function manifestWith(name: string, others: Versions = {}): string {
  const ours = withDependencies(name, inject('published'))
  const files = Object.fromEntries(ours.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const { [name]: own, ...overrides } = files
  return JSON.stringify({ private: true, type: 'module', dependencies: { [name]: own, ...others }, overrides })
}

/** An empty folder in which only a package is installed. */
export async function install(name: string, others: Versions = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tarball-'))
  await writeFile(join(folder, 'package.json'), manifestWith(name, others))
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder })
  return folder
}

/** The executables of these versions of Node, by version. */
export async function findNodes(versions: readonly string[]): Promise<Versions> {
  const nodes: Record<string, string> = {}
  for (const version of versions) {
    const { stdout } = await run('npx', ['-y', `node@${version}`, '--print', 'process.execPath'])
    nodes[version] = stdout.trim()
  }
  return nodes
}

/** No keychain, no display, a home of its own, and a browser whose person agrees to everything. */
export async function environment(folder: string, nodes: Versions): Promise<NodeJS.ProcessEnv> {
  const browser = join(folder, 'browser.mjs')
  await writeFile(browser, 'await fetch(process.argv[2])\n')
  const home = { HOME: folder, XDG_DATA_HOME: folder, BROWSER: `${nodes[mainNode]} ${browser}` }
  return { PATH: process.env.PATH, ...home }
}
