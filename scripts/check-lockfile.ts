import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { lockfileRefusals } from './lockfile-refusals.ts'
import { type Dependent, undocumented } from './undocumented.ts'
import { workflowRefusals } from './workflow-refusals.ts'
import { root } from './workspace.ts'

// Checks the programs of others that we run: each must be named by its hash, and have a reason.
const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8')

const lockfile = parse(await read('pnpm-lock.yaml'))
const dependents: readonly Dependent[] = await Promise.all(
  Object.keys(lockfile.importers).map(async (folder) => JSON.parse(await read(join(folder, 'package.json')))),
)
const workflows = (await readdir(join(root, '.github/workflows'))).map((name) => `.github/workflows/${name}`)

const refusals = [
  ...lockfileRefusals(lockfile).map((refusal) => `pnpm-lock.yaml: ${refusal}`),
  ...(await Promise.all(workflows.map(async (file) => workflowRefusals(file, await read(file))))).flat(),
  ...undocumented(dependents, await read('docs/dependencies.md')),
]
for (const refusal of refusals) console.error(refusal)
if (refusals.length > 0) process.exitCode = 1
else console.log(`ok     ${Object.keys(lockfile.packages).length} packages, ${workflows.length} workflows`)
