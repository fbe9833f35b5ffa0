import { expect, it } from 'vitest'

it('exports what the README promises and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toEqual(['redisTokenStore'])
})
