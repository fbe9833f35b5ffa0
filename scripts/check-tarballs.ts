import { spawnSync } from 'node:child_process'
import { type Manifest, packAll } from './workspace.ts'

// What is published is what is checked: entry points, types and manifests of the packed tarballs.
const checks: readonly (readonly [string, ...string[]])[] = [
  ['publint', 'run', '--strict'],
  ['attw', '--profile', 'esm-only', '--quiet'],
]

function run(program: string, ...args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout
}

let failures = 0
for (const { manifest, tarball } of await packAll()) {
  const packed: Manifest = JSON.parse(run('tar', '-xzOf', tarball, 'package/package.json'))
  const open = Object.entries(packed.dependencies ?? {}).filter(([, range]) => /^(workspace|catalog|file):/.test(range))
  for (const [name, range] of open) console.error(`${manifest.name} depends on ${name} by ${range}`)
  // A program without types has nothing for attw.
  const wanted = '.' in (manifest.exports ?? {}) ? checks : checks.slice(0, 1)
  const failed = wanted.filter(([program, ...args]) => {
    const { status, stdout, stderr } = spawnSync(program, [...args, tarball], { encoding: 'utf8' })
    if (status !== 0) console.error(stdout + stderr)
    return status !== 0
  })
  console.log(`${failed.length + open.length === 0 ? 'ok    ' : 'FAILED'} ${manifest.name}`)
  failures += failed.length + open.length
}
if (failures > 0) process.exitCode = 1
