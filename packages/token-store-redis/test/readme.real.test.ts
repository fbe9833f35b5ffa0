import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { describeOnRedis } from './describe-on-redis.ts'

const example = new URL('../examples/readme.ts', import.meta.url)

it('shows in the README the example that is run here', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  expect(/```ts\n(.*?)```/s.exec(readme)?.[1]).toBe(await readFile(example, 'utf8'))
})

describeOnRedis('on Redis', (redis) => {
  it('counts ten visits', async () => {
    const env = { PATH: process.env.PATH, REDIS_URL: redis().url }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [fileURLToPath(example)], { env })
    expect(stderr).toBe('')
    expect(stdout).toBe("[ 'visits' ] 10\n[]\n")
  })
})
