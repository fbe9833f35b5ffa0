import { fileTokenStore } from '@fast-agent-auth/token-store/file'

const [folder, times] = process.argv.slice(2)
const store = fileTokenStore({ folder })
for (let index = 0; index < Number(times); index++) {
  await store.update('count', async (present) => String(Number(present ?? 0) + 1))
}
