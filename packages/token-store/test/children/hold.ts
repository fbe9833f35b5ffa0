import { machineLock } from '@fast-agent-auth/token-store/machine-lock'

const [folder] = process.argv.slice(2)
await machineLock(folder).hold('name', async () => {
  process.stdout.write('held')
  await new Promise((resolve) => setTimeout(resolve, 60_000))
})
