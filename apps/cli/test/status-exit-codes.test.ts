import { memoryTokenStore, TokenStoreError } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import type { SelectStore } from '../src/stores/select-store.ts'
import { folderWith } from './support/files.ts'
import { tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

const urlOf = (name: string): string => `https://${name}.example/mcp`
const servers = `mcp:
  servers:
    ready: { url: ${urlOf('ready')} }
    refreshable: { url: ${urlOf('refreshable')} }
    expired: { url: ${urlOf('expired')} }
    damaged: { url: ${urlOf('damaged')} }
    missing: { url: ${urlOf('missing')} }
    memory: { url: ${urlOf('memory')}, auth: { persist: memory } }
    mine: { url: ${urlOf('mine')}, auth: { account: me } }
    elsewhere: { url: ${urlOf('elsewhere')}, auth: { persist: redis, redis_url: "redis://127.0.0.1:1" } }
    bearer: { url: ${urlOf('bearer')}, headers: { Authorization: Bearer x } }
    disabled: { url: ${urlOf('disabled')}, auth: { oauth: false } }
    program: { command: node }
    variable: { url: "\${NOT_SET_ANYWHERE}" }
    nowhere: {}
`
const records = {
  ready: tokenRecord({ resource: urlOf('ready') }),
  refreshable: tokenRecord({ resource: urlOf('refreshable'), expiresAt: -1 }),
  expired: tokenRecord({ resource: urlOf('expired'), expiresAt: -1, refreshToken: undefined }),
  damaged: '{',
  elsewhere: tokenRecord({ resource: urlOf('elsewhere') }),
}
const unusable = Object.assign(new Error('No keychain.'), { name: 'KeyringError', code: 'unavailable' })

async function codesOf(target: string | undefined, keychainFailure?: Error) {
  const cwd = await folderWith({ 'fast-agent.yaml': servers })
  const store = memoryTokenStore()
  for (const [name, record] of Object.entries(records)) {
    await store.update(`tokens:${urlOf(name)}`, async () => record)
  }
  await store.update(`tokens:me@${urlOf('mine')}`, async () => tokenRecord({ resource: urlOf('mine') }))
  await store.update(`tokens:me@${urlOf('other')}`, async () => tokenRecord({ resource: urlOf('other') }))
  const selectStore: SelectStore = async (kind) => ({
    location: kind,
    exists: () => kind !== 'file',
    async open() {
      if (kind === 'redis') throw new TokenStoreError('unavailable', 'No Redis.')
      if (keychainFailure) throw keychainFailure
      return store
    },
  })
  const argv = ['status', ...(target === undefined ? [] : [target])]
  const runs = [await runHere(argv, { cwd, selectStore }), await runHere([...argv, '--json'], { cwd, selectStore })]
  return runs.map(({ code }) => code)
}

describe('status of a server ends with what its state means to a script, in JSON too', () => {
  it.each([
    ['ready', 0],
    ['refreshable', 0],
    ['memory', 0],
    ['bearer', 0],
    ['disabled', 0],
    ['program', 0],
    ['variable', 2],
    ['nowhere', 2],
    ['unknown', 2],
    ['missing', 3],
    ['expired', 3],
    ['damaged', 3],
    [urlOf('ready'), 0],
    [urlOf('refreshable'), 0],
    [urlOf('disabled'), 0],
    [urlOf('missing'), 3],
    [urlOf('expired'), 3],
    [urlOf('unknown'), 3],
    // Sign-ins of other accounts are not used without --account.
    [urlOf('other'), 3],
    // A header is not sent to a URL that was typed.
    [urlOf('bearer'), 3],
    [urlOf('memory'), 0],
    // The configured account is not that of the URL.
    ['mine', 0],
    [urlOf('mine'), 3],
    // In the keychain, where no command looks for it.
    ['elsewhere', 4],
    [urlOf('elsewhere'), 4],
    ['https://', 2],
  ])('%s: %d', async (target, code) => {
    expect(await codesOf(target)).toEqual([code, code])
  })

  it.each(['ready', 'missing', urlOf('ready'), urlOf('unknown')])(
    '%s in a store that cannot be used: 4',
    async (target) => {
      expect(await codesOf(target, unusable)).toEqual([4, 4])
    },
  )

  it.each([undefined, unusable])('and without a server with 0, whatever there is', async (reason) => {
    expect(await codesOf(undefined, reason)).toEqual([0, 0])
  })

  it('and is no error: nothing of it is on stderr', async () => {
    expect(await runHere(['status', urlOf('unknown')])).toMatchObject({ code: 3, stderr: '' })
    expect(await runHere(['status', urlOf('unknown'), '--json'])).toMatchObject({ code: 3, stderr: '' })
  })
})
