import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const root: string = fileURLToPath(new URL('..', import.meta.url))

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
}

export interface Published {
  readonly folder: string
  readonly manifest: Manifest
  readonly tarball: string
}

/** Packs every package that is published, as it would be published, into `.tarballs`. They must have been built. */
export async function packAll(): Promise<readonly Published[]> {
  const destination = join(root, '.tarballs')
  await rm(destination, { recursive: true, force: true })
  await mkdir(destination)
  const packages = await publishedPackages()
  const filters = packages.map(({ manifest }) => `--filter=${manifest.name}`)
  const pack = ['-y', 'pnpm@12.21.0', ...filters, 'pack', '--json', '--pack-destination', destination]
  const { stdout } = await run('npx', pack, { cwd: root, maxBuffer: 2 ** 24 })
  const packed: readonly { readonly name: string; readonly filename: string }[] = JSON.parse(stdout)
  const tarballs = new Map(packed.map(({ name, filename }) => [name, filename]))
  return packages.map((each) => {
    const tarball = tarballs.get(each.manifest.name)
    if (tarball === undefined) throw new Error(`${each.manifest.name} was not packed.`)
    return { ...each, tarball }
  })
}

export async function publishedPackages(): Promise<readonly Omit<Published, 'tarball'>[]> {
  const parents = ['packages', 'apps'].map((name) => join(root, name))
  const names = await Promise.all(parents.map((parent) => readdir(parent)))
  const folders = parents.flatMap((parent, i) => (names[i] ?? []).map((name) => join(parent, name)))
  const packages = await Promise.all(
    folders.map(async (folder) => {
      const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
      return { folder, manifest }
    }),
  )
  return packages.filter(({ manifest }) => !manifest.private)
}

/** A package and everything of ours that it depends on. */
export function withDependencies(name: string, published: readonly Published[]): readonly Published[] {
  const found = new Map<string, Published>()
  const visit = (wanted: string): void => {
    const one = published.find(({ manifest }) => manifest.name === wanted)
    if (!one || found.has(wanted)) return
    found.set(wanted, one)
    for (const dependency of Object.keys(one.manifest.dependencies ?? {})) visit(dependency)
  }
  visit(name)
  return [...found.values()]
}
