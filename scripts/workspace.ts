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
  const folders = (
    await Promise.all(
      ['packages', 'apps'].map(async (parent) =>
        (await readdir(join(root, parent))).map((name) => join(root, parent, name)),
      ),
    )
  ).flat()
  const published: Published[] = []
  for (const folder of folders) {
    const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    if (manifest.private) continue
    const { stdout } = await run('npx', ['-y', 'pnpm@12.21.0', 'pack', '--json', '--pack-destination', destination], {
      cwd: folder,
    })
    const { filename }: { filename: string } = JSON.parse(stdout)
    published.push({ folder, manifest, tarball: filename })
  }
  return published
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
