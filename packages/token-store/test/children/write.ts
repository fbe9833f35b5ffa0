import { fileTokenStore } from '@fast-agent-auth/token-store/file'

const [folder, key = ''] = process.argv.slice(2)
await fileTokenStore({ folder }).update(key, async () => '1')
