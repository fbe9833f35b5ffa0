import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { openKeyringTokenStore } from '@fast-agent-auth/token-store-keyring'

// Whether there is a keychain that works is known before there is anything to keep.
const store = await openKeyringTokenStore().catch((error) => {
  if (error.name !== 'KeyringError') throw error
  console.log(error.message)
  console.log('Records go to encrypted files instead.')
  return fileTokenStore()
})

await store.update('example', async (record) => `${record ?? ''}!`)
console.log(await store.keys(), await store.get('example'))

await store.update('example', async () => undefined)
console.log(await store.keys())
