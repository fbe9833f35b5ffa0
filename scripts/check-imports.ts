import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import ts from 'typescript'
import { folderOrder } from './folder-order.ts'
import { importRefusals } from './import-refusals.ts'
import { type Manifest, root } from './workspace.ts'

function glob(pattern: string | string[], cwd: string): readonly string[] {
  return globSync(pattern, { cwd }).map((path) => path.replaceAll(sep, '/'))
}

let files = 0
let circles = 0
let arrowsUp = 0
let unknown = 0
for (const name of glob(['packages/*', 'apps/*'], root).toSorted()) {
  const source = join(root, name, 'src')
  if (!existsSync(source)) continue
  const { name: own }: Manifest = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8'))
  const imports = new Map(
    glob('**/*.ts', source).map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(source, file), 'utf8'))
      const targets = importedFiles.map(({ fileName }) => fileName)
      // An import of a package by its own name would otherwise go unseen.
      const inside = targets.filter((target) => target.startsWith('.') || `${target}/`.startsWith(`${own}/`))
      return [file, inside.map((target) => (target.startsWith('.') ? posix.join(posix.dirname(file), target) : target))]
    }),
  )
  const refusals = importRefusals(imports, folderOrder[name] ?? [])
  for (const circle of refusals.circles) console.error(`${name}: a circle of imports: ${circle}`)
  for (const refusal of [...refusals.arrowsUp, ...refusals.unknown]) console.error(`${name}: ${refusal}`)
  files += imports.size
  circles += refusals.circles.length
  arrowsUp += refusals.arrowsUp.length
  unknown += refusals.unknown.length
}
const counts = `${files} files, ${circles} circles, ${arrowsUp} arrows to a folder above`
if (circles + arrowsUp + unknown === 0) console.log(`ok     ${counts}`)
else {
  console.error(`FAILED ${counts}`)
  process.exitCode = 1
}
