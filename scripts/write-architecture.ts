import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import ts from 'typescript'
import { drawPictures, type Picture } from './architecture-picture.ts'
import { type Manifest, root } from './workspace.ts'

/** Writes docs/architecture.svg from the manifests and imports; with `--check`, fails where it is another. */
const path = join(root, 'docs/architecture.svg')

function packagesPicture(): Picture {
  const manifests = globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((file): Manifest => JSON.parse(readFileSync(join(root, file), 'utf8')))
  const own = new Set(manifests.map(({ name }) => name))
  const short = (name: string): string => name.replace('@fast-agent-auth/', '')
  const uses = new Map(
    manifests.map(({ name, dependencies = {} }) => [
      short(name),
      Object.keys(dependencies)
        .filter((each) => own.has(each))
        .map(short),
    ]),
  )
  return { title: 'Packages: an arrow is a dependency', levels: levelsOf(uses), uses }
}

/** Each box stands above all that it uses. */
function levelsOf(uses: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const levelOf = (name: string): number => 1 + Math.max(-1, ...(uses.get(name) ?? []).map(levelOf))
  const levels: string[][] = []
  for (const name of uses.keys()) {
    levels[levelOf(name)] ??= []
    levels[levelOf(name)]?.push(name)
  }
  return levels
}

function roomsPicture(): Picture {
  const source = join(root, 'packages/flow/src')
  const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : 'seams')
  const uses = new Map<string, Set<string>>()
  for (const file of globSync('**/*.ts', { cwd: source }).map((each) => each.replaceAll(sep, '/'))) {
    if (/^(index|internal)\.ts$/.test(file)) continue
    const { importedFiles } = ts.preProcessFile(readFileSync(join(source, file), 'utf8'))
    const inside = importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    const targets = inside.map(({ fileName }) => roomOf(posix.join(posix.dirname(file), fileName)))
    const own = uses.get(roomOf(file)) ?? new Set()
    for (const target of targets) if (target !== roomOf(file)) own.add(target)
    uses.set(roomOf(file), own)
  }
  const order = ['seams', 'redaction', 'protocol', 'tokens', 'registration', 'sign-in', 'session']
  return {
    title: 'Rooms of packages/flow/src: an arrow is an import; `seams` are its files outside a folder',
    levels: order.map((room) => [room]),
    uses: new Map([...uses].map(([room, targets]) => [room, order.filter((each) => targets.has(each))])),
  }
}

const picture = drawPictures([packagesPicture(), roomsPicture()])
if (!process.argv.includes('--check')) writeFileSync(path, picture)
else if (readFileSync(path, 'utf8') === picture) console.log('ok     docs/architecture.svg')
else {
  console.error(
    'FAILED docs/architecture.svg is not the picture of the imports: run node scripts/write-architecture.ts',
  )
  process.exitCode = 1
}
