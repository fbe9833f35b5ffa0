import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { publicTypes } from './public-types.ts'
import { type Manifest, publishedPackages, root } from './workspace.ts'

// Writes each package's public types into `api`, so that reviews show each change; `--check` only reports changes.
const folder = join(root, 'api')
const isCheck = process.argv.includes('--check')

function entriesOf({ name, exports = {} }: Manifest): ReadonlyMap<string, string> {
  const entries = Object.entries(exports).map(([path, target]) => [join(name, path), String(target)] as const)
  // `internal` promises nothing.
  return new Map(entries.filter(([path, target]) => target.endsWith('.ts') && !/\/internal(\/|$)/.test(path)))
}

const texts = new Map<string, string>()
for (const { folder: home, manifest } of await publishedPackages()) {
  const entries = entriesOf(manifest)
  if (entries.size > 0) texts.set(`${basename(home)}.d.ts`, publicTypes(home, entries))
}
await mkdir(folder, { recursive: true })
const present = await readdir(folder)
const changed = new Set(present.filter((name) => !texts.has(name)))
for (const [name, text] of texts) {
  if (!present.includes(name) || (await readFile(join(folder, name), 'utf8')) !== text) changed.add(name)
}
for (const name of changed) {
  const text = texts.get(name)
  if (isCheck)
    console.error(
      `The public types in api/${name} changed: say so in the changeset, and run node scripts/write-api.ts.`,
    )
  else if (text === undefined) await rm(join(folder, name))
  else await writeFile(join(folder, name), text)
}
if (isCheck && changed.size > 0) process.exitCode = 1
else console.log(`ok     public types of ${texts.size} packages, ${changed.size} changed`)
