/** The imports of each source file within its own package, by paths below the source folder; type imports count. */
export type Imports = ReadonlyMap<string, readonly string[]>

export interface ImportRefusals {
  /** One line a circle: its files in the order of their imports. */
  readonly circles: readonly string[]
  /** One line an import. */
  readonly arrowsUp: readonly string[]
  /** One line an import that leads to no file here, so that nobody knows where it points. */
  readonly unknown: readonly string[]
}

/**
 * The imports that make a source folder harder to read: circles between files, and arrows from a folder to one above
 * it.
 *
 * @param folders the folders from the ground up: each may use those before it, and files beside the folders that need
 * no others than those
 */
export function importRefusals(imports: Imports, folders: readonly string[]): ImportRefusals {
  return { circles: circlesIn(imports), arrowsUp: arrowsUpIn(imports, folders), unknown: unknownIn(imports) }
}

function circlesIn(imports: Imports): readonly string[] {
  return [...imports.keys()].flatMap((file) => {
    const circle = wayBack(file, imports)
    // The same circle is found from each of its files, so only the first of them by name reports it.
    return circle?.every((each) => file <= each) ? [[...circle, file].join(' → ')] : []
  })
}

/** The shortest way from a file back to itself, without the end. */
function wayBack(start: string, imports: Imports): readonly string[] | undefined {
  const ways = [[start]]
  const seen = new Set<string>()
  for (const way of ways) {
    for (const next of imports.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return way
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  }
  return undefined
}

function arrowsUpIn(imports: Imports, folders: readonly string[]): readonly string[] {
  return [...imports].flatMap(([file, targets]) => {
    const folder = folderOf(file)
    if (folder === undefined) return []
    const floor = folders.indexOf(folder)
    if (floor < 0) return [`${file}: the folder ${folder} has no place in the order of folders`]
    return targets.flatMap((target) => {
      const above = foldersBehind(target, imports).find((each) =>
        folderOf(target) === undefined ? folders.indexOf(each) >= floor : folders.indexOf(each) > floor,
      )
      return above === undefined ? [] : [`${file} imports ${target}, which needs the folder ${above}`]
    })
  })
}

function unknownIn(imports: Imports): readonly string[] {
  return [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => !imports.has(target))
      .map((target) => `${file} imports ${target}, which is no file here`),
  )
}

/** The folder of a file; for a file beside the folders, the folders that it needs, itself or by other such files. */
function foldersBehind(file: string, imports: Imports, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const folder = folderOf(file)
  if (folder !== undefined) return [folder]
  if (seen.has(file)) return []
  return (imports.get(file) ?? []).flatMap((target) => foldersBehind(target, imports, new Set([...seen, file])))
}

function folderOf(file: string): string | undefined {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : undefined
}
