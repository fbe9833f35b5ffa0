import { TokenStoreError } from '@fast-agent-auth/token-store'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'

const [folder] = process.argv.slice(2)
Object.defineProperty(process, 'arch', { value: 'riscv64' })
try {
  await machineLock(folder).hold('name', async () => {})
} catch (error) {
  if (!(error instanceof TokenStoreError)) throw error
  process.stdout.write(`${error.code}: ${error.message}`)
}
