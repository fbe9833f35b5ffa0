import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../../e2e/src/child.ts'

interface Manifest {
  readonly name: string
  readonly packageManager?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const timeout = 300_000
const peers = ['@modelcontextprotocol/sdk', '@modelcontextprotocol/client', 'oauth4webapi']

/**
 * A temporary folder in which `fast-agent-auth` can be imported as its users would: built, packed, unpacked, with the
 * dependencies that the workspace has. The peers are there too. It goes when this process ends.
 */
export async function installPackages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fast-agent-auth-benchmark-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await pnpm(['run', 'build', '--filter=fast-agent-auth'])
  await pnpm(['--filter-prod=fast-agent-auth...', 'pack', '--pack-destination', folder])
  const tarballs = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
  const ours = await Promise.all(tarballs.map((tarball) => unpack(join(folder, tarball), folder)))
  const links = new Map(peers.map((peer) => [peer, join(root, 'benchmarks')]))
  for (const { name, dependencies = {} } of ours) {
    const source = join(root, 'packages', name.replace(/^@.*\//, ''))
    const others = Object.keys(dependencies).filter((dependency) => !ours.some((own) => own.name === dependency))
    for (const other of others) links.set(other, source)
  }
  for (const [name, source] of links) await link(name, source, folder)
  return folder
}

/** The version that the workspace pins, whatever is installed. */
async function pnpm(args: readonly string[]): Promise<void> {
  const { packageManager = 'pnpm' } = await readManifest(root)
  await run('npx', ['-y', packageManager, ...args], { cwd: root, timeout })
}

async function unpack(tarball: string, folder: string): Promise<Manifest> {
  const unpacked = tarball.replace(/\.tgz$/, '')
  await mkdir(unpacked)
  await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], { timeout })
  const manifest = await readManifest(unpacked)
  const home = join(folder, 'node_modules', manifest.name)
  await mkdir(dirname(home), { recursive: true })
  await rename(unpacked, home)
  return manifest
}

async function link(name: string, source: string, folder: string): Promise<void> {
  const home = join(folder, 'node_modules', name)
  await mkdir(dirname(home), { recursive: true })
  await symlink(await realpath(join(source, 'node_modules', name)), home)
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
}
