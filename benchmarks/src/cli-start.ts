import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { run, startChild } from '../../e2e/src/child.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

const runs = 11
const cli = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url))
const peer = fileURLToPath(new URL('../node_modules/mcp-remote/dist/proxy.js', import.meta.url))

const config = 'mcp:\n  servers:\n    example:\n      url: https://mcp.example.com/mcp\n      auth: { persist: file }\n'

/** How long the CLI, as it is published, takes to say something, in times of a program that does nothing. */
export async function cliStart(): Promise<readonly Table[]> {
  await run('npx', ['-y', 'pnpm@12.21.0', '--filter', '@fast-agent-auth/cli', 'build'])
  const folder = await mkdtemp(join(tmpdir(), 'cli-start-'))
  try {
    const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, LOCALAPPDATA: folder }
    await keepSomething(join(folder, 'fast-agent-auth', 'tokens'))
    for (const name of ['empty', 'configured']) await mkdir(join(folder, name))
    await writeFile(join(folder, 'configured', 'fast-agent.yaml'), config)
    const programs = {
      nothing: { args: ['-e', '0'], cwd: 'empty' },
      version: { args: [cli, '--version'], cwd: 'empty' },
      status: { args: [cli, 'status', '--store', 'file'], cwd: 'empty' },
      configured: { args: [cli, 'status', '--store', 'file'], cwd: 'configured' },
      peer: { args: [peer, '--help'], cwd: 'empty' },
    }
    const times = new Map<string, number[]>()
    for (let round = 0; round <= runs; round++) {
      for (const [name, { args, cwd }] of Object.entries(programs)) {
        const time = await timeOf(args, { cwd: join(folder, cwd), env, mayFail: name === 'peer' })
        // Files that were read before are read faster.
        if (round > 0) times.set(name, [...(times.get(name) ?? []), time])
      }
    }
    const nothing = median(times.get('nothing') ?? [])
    const ratio = (name: string): number => median(times.get(name) ?? []) / nothing
    return [
      {
        title: `Start of the CLI (Node ${process.version}, median of ${runs} runs in turn)`,
        columns: ['ours', 'mcp-remote'],
        rows: [
          { what: '--version, times node -e 0', target: { below: 1.3 }, values: [ratio('version'), undefined] },
          { what: 'status of files, times node -e 0', target: { below: 1.8 }, values: [ratio('status'), undefined] },
          { what: 'the same with a fast-agent.yaml', values: [ratio('configured'), undefined] },
          { what: '--help, times node -e 0', values: [undefined, ratio('peer')] },
        ],
        notes: [`node -e 0 itself: ${Math.round(nothing)} ms.`],
      },
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function keepSomething(folder: string): Promise<void> {
  const store = fileTokenStore({ folder })
  const issuer = 'https://auth.example.com'
  const binding = { issuer, tokenEndpoint: `${issuer}/token`, clientId: 'client', tokenEndpointAuthMethod: 'none' }
  const times = { signedInAt: 0, obtainedAt: 0, expiresAt: Date.now() + 3_600_000 }
  for (const name of ['a', 'b', 'c']) {
    const resource = `https://${name}.example/mcp`
    const tokens = {
      ...binding,
      ...times,
      resource,
      tokenType: 'bearer',
      accessToken: 'access',
      refreshToken: 'refresh',
    }
    await store.update(`tokens:${resource}`, async () => JSON.stringify({ version: 1, tokens }))
  }
}

interface Start {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Whether it may end with an error, since it wants more arguments. */
  readonly mayFail: boolean
}

async function timeOf(args: readonly string[], { mayFail, ...options }: Start): Promise<number> {
  const start = performance.now()
  const { code, stderr } = await startChild(process.execPath, args, { ...options, timeout: 30_000 }).exit
  const time = performance.now() - start
  if (code !== 0 && !mayFail) throw new Error(`${args.join(' ')} failed: ${stderr}`)
  return time
}
