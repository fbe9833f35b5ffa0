import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tarballRefusals } from './tarball-refusals.ts'
import { typeRefusals } from './type-refusals.ts'
import { unpack } from './unpack.ts'
import { type Manifest, packAll } from './workspace.ts'

// The packed tarballs are what is checked, as they would be published: entry points, types, manifests and source maps.
const checks: readonly (readonly [string, ...string[]])[] = [
  ['publint', 'run', '--strict'],
  ['attw', '--profile', 'esm-only', '--quiet'],
]

const folder = await mkdtemp(join(tmpdir(), 'tarballs-'))
const entries: string[] = []
let failures = 0

function tell(name: string, refusals: readonly string[]): void {
  for (const refusal of refusals) console.error(refusal)
  console.log(`${refusals.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  failures += refusals.length
}

for (const published of await packAll()) {
  const { name } = published.manifest
  const files = await unpack(published, folder)
  const packed: Manifest = JSON.parse(files.get('package.json') ?? '')
  const open = Object.entries(packed.dependencies ?? {})
    .filter(([, range]) => /^(workspace|catalog|file):/.test(range))
    .map(([dependency, range]) => `depends on ${dependency} by ${range}`)
  // A program without types has nothing for attw.
  const isLibrary = '.' in (packed.exports ?? {})
  const failed = (isLibrary ? checks : checks.slice(0, 1)).flatMap(([program, ...args]) => {
    const { status, stdout, stderr } = spawnSync(program, [...args, published.tarball], { encoding: 'utf8' })
    return status === 0 ? [] : [`${program}: ${stdout}${stderr}`]
  })
  tell(name, [...open, ...tarballRefusals(packed, files)].map((refusal) => `${name} ${refusal}`).concat(failed))
  const typed = Object.entries(packed.exports ?? {}).filter(([, target]) => Object.hasOwn(Object(target), 'types'))
  entries.push(...typed.map(([path]) => join(name, path)))
}
tell(`types of ${entries.length} entry points without @types/node`, await typeRefusals(folder, entries))
await rm(folder, { recursive: true, force: true })
if (failures > 0) process.exitCode = 1
