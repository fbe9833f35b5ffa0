import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The names of all packages that an installation of one brings, itself included, on this platform. */
export function installedNames(folder: string): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (place: string): void => {
    const { name, dependencies, optionalDependencies }: Manifest = JSON.parse(
      readFileSync(join(place, 'package.json'), 'utf8'),
    )
    if (names.has(name)) return
    names.add(name)
    for (const wanted of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = findAbove(place, wanted)
      // Optional ones are for other platforms.
      if (found !== undefined) visit(found)
      else if (!(wanted in (optionalDependencies ?? {}))) throw new Error(`${name} needs ${wanted}, which is nowhere.`)
    }
  }
  visit(realpathSync(folder))
  return names
}

function findAbove(place: string, wanted: string): string | undefined {
  const here = join(place, 'node_modules', wanted)
  if (existsSync(here)) return realpathSync(here)
  const above = dirname(place)
  return above === place ? undefined : findAbove(above, wanted)
}
