import { TokenStoreError } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'

const [folder] = process.argv.slice(2)
let began = false
const change = async (): Promise<string> => {
  began = true
  return 'new'
}
try {
  await fileTokenStore({ folder }).update('a', change, { reserve: 100_000 })
} catch (error) {
  if (!(error instanceof TokenStoreError)) throw error
  process.stdout.write(JSON.stringify({ began, code: error.code, message: error.message }))
}
