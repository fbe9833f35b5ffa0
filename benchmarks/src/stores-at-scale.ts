import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listStatus } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { redisTokenStore } from '@fast-agent-auth/token-store-redis'
import { startRedis } from '../../packages/token-store-redis/test/redis-server.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

const few = 10
const many = 10_000
const rounds = 200
const statusRuns = 15

const record = JSON.stringify({
  version: 1,
  tokens: {
    issuer: 'https://auth.example.com',
    tokenEndpoint: 'https://auth.example.com/token',
    clientId: crypto.randomUUID(),
    tokenEndpointAuthMethod: 'none',
    resource: 'https://mcp.example.com/mcp',
    tokenType: 'bearer',
    accessToken: 'a'.repeat(900),
    refreshToken: 'r'.repeat(64),
    signedInAt: Date.now(),
    obtainedAt: Date.now(),
    expiresAt: Date.now() + 3_600_000,
  },
})

const keyOf = (server: number): string => `tokens:https://mcp-${server}.example.com/mcp`

/** The time of a store with many servers, beside one with few. */
export async function storesAtScale(): Promise<readonly Table[]> {
  return [await inFiles(), await inRedis()]
}

async function inFiles(): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'scale-'))
  try {
    return await measure('files', (name) => fileTokenStore({ folder: join(folder, name) }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inRedis(): Promise<Table> {
  const redis = await startRedis()
  const [small, large] = [
    redisTokenStore(redis.url, { prefix: 'small:' }),
    redisTokenStore(redis.url, { prefix: 'large:' }),
  ]
  try {
    return await measure('Redis', (size) => (size === 'small' ? small : large))
  } finally {
    await small.close()
    await large.close()
    await redis.remove()
  }
}

async function measure(name: string, open: (size: 'small' | 'large') => TokenStore): Promise<Table> {
  const [small, large] = [open('small'), open('large')]
  await fill(small, few)
  await fill(large, many)
  const get = await inTurn([small, large], (store, round) => store.get(keyOf(round % few)))
  const update = await inTurn([small, large], (store, round) =>
    store.update(keyOf(round % few), async (present) => `${present?.trimEnd()}${' '.repeat(round % 2)}`),
  )
  const all: Status[] = []
  for (let run = 0; run < statusRuns; run++) all.push(await timeStatus(large))
  return {
    title: `A store in ${name} (median of ${rounds} calls in turn)`,
    columns: [`ours, ${many} servers`, `${few} servers`],
    rows: [
      { what: 'get, times that of few', target: { below: 2 }, values: [get.large / get.small, 1] },
      { what: 'update, times that of few', target: { below: 2 }, values: [update.large / update.small, 1] },
      { what: 'get, ms', values: [get.large, get.small] },
      { what: 'update, ms', values: [update.large, update.small] },
      {
        what: 'servers in status',
        target: { exactly: many },
        values: [Math.min(...all.map(({ servers }) => servers)), undefined],
      },
      {
        what: `status of all, ms, fastest of ${statusRuns}`,
        target: { below: 1_000 },
        values: [Math.min(...all.map(({ milliseconds }) => milliseconds)), undefined],
      },
    ],
  }
}

interface Status {
  readonly servers: number
  readonly milliseconds: number
}

async function timeStatus(store: TokenStore): Promise<Status> {
  const start = performance.now()
  const { length } = await listStatus(store, Date.now())
  return { servers: length, milliseconds: performance.now() - start }
}

async function fill(store: TokenStore, servers: number): Promise<void> {
  for (let server = 0; server < servers; server += 100) {
    const some = Array.from({ length: Math.min(100, servers - server) }, (_, i) => keyOf(server + i))
    await Promise.all(
      some.map((key) =>
        store.update(key, async () => record.replace('https://mcp.example.com/mcp', key.slice('tokens:'.length))),
      ),
    )
  }
}

/** The median of each, in ms. */
async function inTurn(
  [small, large]: readonly [TokenStore, TokenStore],
  act: (store: TokenStore, round: number) => Promise<unknown>,
): Promise<{ readonly small: number; readonly large: number }> {
  const times = { small: [] as number[], large: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, store] of [
      ['small', small],
      ['large', large],
    ] as const) {
      const start = performance.now()
      await act(store, round)
      times[name].push(performance.now() - start)
    }
  }
  return { small: median(times.small), large: median(times.large) }
}
