import { TokenStoreError } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'

const [folder] = process.argv.slice(2)
try {
  await fileTokenStore({ folder }).update('a', async () => 'x'.repeat(100_000))
} catch (error) {
  if (!(error instanceof TokenStoreError)) throw error
  process.stdout.write(JSON.stringify({ code: error.code, message: error.message }))
}
