import { fileTokenStore } from '@fast-agent-auth/token-store/file'

const [folder = '', key = ''] = process.argv.slice(2)
const change = async (): Promise<string> => {
  process.stdout.write('in the change')
  await new Promise((resolve) => setTimeout(resolve, 60_000))
  return 'new'
}
await fileTokenStore({ folder }).update(key, change, { reserve: 16_384 })
