import { createFileTokenStore } from '../../src/file-token-store.ts'
import { nodeHost } from '../../src/host.ts'

const [folder = '', key = ''] = process.argv.slice(2)
const rename = async () => {
  process.stdout.write('about to rename')
  await new Promise((resolve) => setTimeout(resolve, 60_000))
}
await createFileTokenStore(folder, { ...nodeHost(), rename }).update(key, async () => 'new')
