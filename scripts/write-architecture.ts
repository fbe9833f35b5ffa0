import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import ts from 'typescript'
import { drawPictures, type Picture } from './architecture-picture.ts'
import { folderOrder } from './folder-order.ts'
import { type Manifest, root } from './workspace.ts'

/** Writes docs/architecture.svg from the manifests and imports; with `--check`, fails if it is out of date. */
const path = join(root, 'docs/architecture.svg')
const failures: string[] = []

function packagesPicture(): Picture {
  const manifests = globSync('packages/*/package.json', { cwd: root }).toSorted().map(readManifest)
  const own = new Set(manifests.map(({ name }) => name))
  const short = (name: string): string => name.replace('@fast-agent-auth/', '')
  const uses = new Map(
    manifests.map(({ name, dependencies, peerDependencies }) => [
      short(name),
      Object.keys({ ...dependencies, ...peerDependencies })
        .filter((each) => own.has(each))
        .map(short),
    ]),
  )
  return { title: 'Packages: an arrow is a dependency', levels: levelsOf(uses), uses }
}

function readManifest(file: string): Manifest & { readonly peerDependencies?: Manifest['dependencies'] } {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
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
  const entries = Object.values(readManifest('packages/flow/package.json').exports ?? {})
  const uses = new Map<string, Set<string>>()
  for (const file of globSync('**/*.ts', { cwd: source }).map((each) => each.replaceAll(sep, '/'))) {
    if (entries.includes(`./src/${file}`) && roomOf(file) === 'seams') continue
    const { importedFiles } = ts.preProcessFile(readFileSync(join(source, file), 'utf8'))
    const inside = importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    const targets = inside.map(({ fileName }) => roomOf(posix.join(posix.dirname(file), fileName)))
    const own = uses.get(roomOf(file)) ?? new Set()
    for (const target of targets) if (target !== roomOf(file)) own.add(target)
    uses.set(roomOf(file), own)
  }
  const order = ['seams', ...(folderOrder['packages/flow'] ?? [])]
  const missing = [...uses.keys()].filter((room) => !order.includes(room))
  for (const room of missing)
    failures.push(`packages/flow/src/${room} is not drawn: name it in scripts/folder-order.ts`)
  return {
    title:
      'Rooms of packages/flow/src: an arrow is an import; `seams` are its files outside a folder, without entry points',
    levels: order.map((room) => [room]),
    uses: new Map([...uses].map(([room, targets]) => [room, order.filter((each) => targets.has(each))])),
  }
}

const picture = drawPictures([packagesPicture(), roomsPicture()])
if (!process.argv.includes('--check')) writeFileSync(path, picture)
else if (readFileSync(path, 'utf8') !== picture)
  failures.push('docs/architecture.svg is out of date: run npx node scripts/write-architecture.ts')
for (const failure of failures) console.error(`FAILED ${failure}`)
if (failures.length > 0) process.exitCode = 1
else if (process.argv.includes('--check')) console.log('ok     docs/architecture.svg')
