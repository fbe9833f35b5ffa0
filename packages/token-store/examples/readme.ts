import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'

// fileTokenStore() alone keeps its files where this platform keeps a program's data.
const folder = await mkdtemp(join(tmpdir(), 'tokens-'))

for (const store of [memoryTokenStore(), fileTokenStore({ folder })]) {
  // Ten at the same time: each is given what the one before has written.
  const visits = Array.from({ length: 10 }, () =>
    store.update('visits', async (record) => String(Number(record ?? 0) + 1)),
  )
  await Promise.all(visits)
  console.log(await store.keys(), await store.get('visits'))

  await store.update('visits', async () => undefined)
  console.log(await store.keys())
}

await rm(folder, { recursive: true })
