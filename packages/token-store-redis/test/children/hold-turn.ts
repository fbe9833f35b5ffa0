import { once } from 'node:events'
import { redisTokenStore } from '../../src/index.ts'

const [url = '', prefix = '', lease = ''] = process.argv.slice(2)
const update = redisTokenStore(url, { prefix, lease: Number(lease) }).update('a', async (present) => {
  process.send?.(`given ${present}`)
  await once(process, 'message')
  return 'stale'
})
update.then(
  () => process.send?.('written'),
  (error: { code?: string }) => process.send?.(`${error.code}`),
)
