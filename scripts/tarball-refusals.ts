/** The parts of a published manifest by which a package is found, reported on and stepped into. */
export interface PublishedManifest {
  readonly name: string
  readonly keywords?: readonly string[]
  readonly homepage?: string
  readonly bugs?: string
  readonly repository?: { readonly url?: string; readonly directory?: string }
  readonly exports?: Readonly<Record<string, unknown>>
}

interface SourceMap {
  readonly sources?: readonly string[]
  readonly sourcesContent?: readonly unknown[]
}

/** A sentence for each thing that a packed package lacks; `files` has the texts of its files by path. */
export function tarballRefusals(manifest: PublishedManifest, files: ReadonlyMap<string, string>): readonly string[] {
  return [...ofManifest(manifest), ...(isLibrary(manifest) ? ofMaps(files) : []), ...ofPlaces(files)]
}

function ofManifest({ keywords = [], homepage, bugs, repository, exports = {} }: PublishedManifest): readonly string[] {
  const lacks: readonly (readonly [boolean, string])[] = [
    [!('./package.json' in exports), 'exports no ./package.json'],
    [!repository?.url || !repository.directory, 'names no repository, or no directory in it'],
    [!homepage, 'names no homepage'],
    [!bugs, 'names no place for bugs'],
    ...['mcp', 'oauth'].map((word) => [!keywords.includes(word), `has no keyword ${word}`] as const),
  ]
  return lacks.filter(([isSo]) => isSo).map(([, refusal]) => refusal)
}

/**
 * Whether a package is a library. The CLI is a minified program, whose maps would be four times its size and of use to
 * nobody.
 */
function isLibrary({ exports = {} }: PublishedManifest): boolean {
  return '.' in exports
}

function ofMaps(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files.keys()]
    .filter((path) => path.endsWith('.js'))
    .flatMap((path) => {
      const text = files.get(`${path}.map`)
      if (text === undefined) return [`${path} has no source map`]
      const { sources = [], sourcesContent = [] }: SourceMap = JSON.parse(text)
      // The sources are not published themselves.
      const isWhole = sources.every((_, index) => typeof sourcesContent[index] === 'string')
      return isWhole ? [] : [`${path}.map does not hold its sources`]
    })
}

function ofPlaces(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files]
    .filter(([path]) => path.endsWith('.map'))
    .flatMap(([path, text]) => {
      const { sources = [] }: SourceMap = JSON.parse(text)
      return sources.filter((source) => /^(?:\/|[a-z]+:)/i.test(source)).map((source) => `${path} names ${source}`)
    })
}
