import { run } from '../../e2e/src/child.ts'
import { bundleSize } from './bundle-size.ts'
import { installPackages } from './installed-packages.ts'
import type { Table } from './table.ts'

const runs = 15

interface Package {
  readonly name: string
  /** The imports of a program that signs in and connects. */
  readonly modules: readonly string[]
  /** The part that signs in. */
  readonly auth: string
}

// The parts of oauth4webapi that a sign-in needs.
const codeFlow = [
  'discoveryRequest',
  'processDiscoveryResponse',
  'generateRandomCodeVerifier',
  'calculatePKCECodeChallenge',
  'validateAuthResponse',
  'authorizationCodeGrantRequest',
  'processAuthorizationCodeResponse',
]

const packages: readonly Package[] = [
  { name: 'ours', modules: ['fast-agent-auth'], auth: "export { createAuth } from 'fast-agent-auth'" },
  {
    name: 'SDK v1',
    modules: ['@modelcontextprotocol/sdk/client/index.js', '@modelcontextprotocol/sdk/client/auth.js'],
    auth: "export { auth } from '@modelcontextprotocol/sdk/client/auth.js'",
  },
  {
    name: 'SDK v2',
    modules: ['@modelcontextprotocol/client'],
    auth: "export { auth } from '@modelcontextprotocol/client'",
  },
  { name: 'oauth4webapi', modules: ['oauth4webapi'], auth: `export { ${codeFlow} } from 'oauth4webapi'` },
]

/** The time and size of each package as it is published. */
export async function importTime(): Promise<readonly Table[]> {
  const folder = await installPackages()
  const { nothing, times } = await measureTimes(folder)
  return [
    {
      title: `Import, as published (Node ${process.version}, fastest of ${runs} runs in turn)`,
      columns: packages.map(({ name }) => name),
      rows: [
        {
          what: 'ms over node -e 0',
          // The budget is 14 on a quiet machine.
          target: { below: 40 },
          // Other work of the machine only ever makes it slower.
          values: times.map((own) => Math.min(...own) - Math.min(...nothing)),
        },
        {
          what: 'KiB of auth, minified, gzipped, without undici',
          values: await Promise.all(packages.map(async ({ auth }) => (await bundleSize(auth, folder)).all)),
        },
      ],
      notes: [
        `node -e 0 itself: ${Math.round(Math.min(...nothing))} ms.`,
        'SDK v1 and v2: the client with its auth in ms, the auth alone in KiB.',
      ],
    },
  ]
}

interface Times {
  readonly nothing: readonly number[]
  /** The times of each package. */
  readonly times: readonly (readonly number[])[]
}

/** How long a process takes that does nothing, and one that imports a package, in turn. */
async function measureTimes(folder: string): Promise<Times> {
  const programs = packages.map(({ modules }) => modules.map((name) => `import('${name}')`).join(';'))
  const nothing: number[] = []
  const times: number[][] = packages.map(() => [])
  // Files that were read before are read faster.
  for (const program of programs) await timeOf(program, folder)
  for (let round = 0; round < runs; round++) {
    nothing.push(await timeOf('0', folder))
    for (const [i, program] of programs.entries()) times[i]?.push(await timeOf(program, folder))
  }
  return { nothing, times }
}

async function timeOf(program: string, cwd: string): Promise<number> {
  const start = performance.now()
  await run(process.execPath, ['-e', program], { cwd, timeout: 30_000 })
  return performance.now() - start
}
