import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './workspace.ts'

// Runs before any test: sources that a test loads in passing would seem to be reached by that test only.
const folder = join(root, process.env.MUTATED_SOURCES ?? '')
const names = (await readdir(folder, { recursive: true })).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
)
await Promise.all(names.map((name) => import(/* @vite-ignore */ join(folder, name))))
