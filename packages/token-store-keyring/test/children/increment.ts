import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { openKeyringTokenStore } from '../../src/index.ts'

const [folder, service, times] = process.argv.slice(2)
const store = await openKeyringTokenStore({ service, lock: machineLock(folder) })
for (let index = 0; index < Number(times); index++) {
  await store.update('count', async (present) => String(Number(present ?? 0) + 1))
}
