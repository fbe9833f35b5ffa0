import { redisTokenStore } from '../../src/index.ts'

const [url = ''] = process.argv.slice(2)
const store = redisTokenStore(url)
await store.update('a', async () => '1')
process.stdout.write(`${await store.get('a')}`)
// Nothing is left but a turn that is kept, and a connection that is not closed.
store.update('b', () => {
  process.stdout.write(' held')
  return new Promise(() => {})
})
