import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMockServer } from '@fast-agent-auth/mock-server'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'
import { createAuth } from 'fast-agent-auth'
import { setupServer } from 'msw/node'
import { scriptedPerson, startPlayground } from 'playground'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sqliteTokenStore } from '../examples/sqlite-token-store.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readme-'))
})
// The examples' records must not end up in the home of a person who runs the tests.
beforeEach(() => {
  for (const name of ['XDG_DATA_HOME', 'LOCALAPPDATA', 'HOME']) vi.stubEnv(name, folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the README', () => {
  it('shows the examples that are run here', async () => {
    const shown = [...(await read('README.md')).matchAll(/```ts\n(.*?)```/gs)].map(([, text]) => text)
    const files = ['quick', 'sqlite-token-store', 'web-app'].map((name) => read(`e2e/examples/${name}.ts`))
    expect(shown).toEqual(await Promise.all(files))
  })

  it('links only to files that are there', async () => {
    const links = [...(await read('README.md')).matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path ?? '')
    for (const path of links) await expect(readdir(new URL(path, root)).catch(() => read(path))).resolves.toBeTruthy()
  })
})

it('shows in the README of each package the example that its tests run', async () => {
  for (const name of await readdir(new URL('packages/', root))) {
    const [readme, example] = await Promise.all([
      read(`packages/${name}/README.md`),
      read(`packages/${name}/examples/readme.ts`),
    ])
    expect([name, /```ts\n(.*?)```/s.exec(readme)?.[1]]).toEqual([name, example])
    const lines = readme.trimEnd().split('\n').length
    expect([name, lines >= 20 && lines <= 65]).toEqual([name, true])
  }
})

let stores = 0
describeTokenStore('the SQLite store of the README', () => sqliteTokenStore(join(folder, `${stores++}.db`)), {
  describe,
  it,
  expect,
})

it('signs in with the SQLite store of the README', async () => {
  const playground = await startPlayground()
  onTestFinished(() => playground.close())
  const person = scriptedPerson()
  const auth = createAuth(playground.mcpUrl, {
    store: sqliteTokenStore(join(folder, 'sign-in.db')),
    redirect: { port: 0 },
    openBrowser: async (url) => void (await person(url)),
  })
  await auth.login()
  const other = createAuth(playground.mcpUrl, { store: sqliteTokenStore(join(folder, 'sign-in.db')) })
  expect(await other.status()).toMatchObject({ state: 'ready' })
})

it('connects a person in the web application of the README', async () => {
  const mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  const { app } = await import('../examples/web-app.ts')
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void app.close())
  const { port } = app.address() as AddressInfo

  const connect = await fetch(`http://127.0.0.1:${port}/connect`, { redirect: 'manual' })
  const consent = await fetch(connect.headers.get('location') ?? '', { redirect: 'manual' })
  const { search } = new URL(consent.headers.get('location') ?? '')
  const connected = await fetch(`http://127.0.0.1:${port}/connected${search}`)

  expect(await connected.text()).toBe('Connected. auth.fetch works for this person from now on.')
  expect(mock.requestsTo('token')[0]?.form?.get('redirect_uri')).toBe('http://127.0.0.1:8000/connected')
})
