import { spawnSync } from 'node:child_process'
import { packAll } from './workspace.ts'

// What is published is what is checked: entry points, types and manifests of the packed tarballs.
const checks: readonly (readonly [string, ...string[]])[] = [
  ['publint', 'run', '--strict'],
  ['attw', '--profile', 'esm-only', '--quiet'],
]

let failures = 0
for (const { manifest, tarball } of await packAll()) {
  const open = Object.values(manifest.dependencies ?? {}).filter((range) => /^(workspace|catalog|file):/.test(range))
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
