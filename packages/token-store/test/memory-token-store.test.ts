import { describe, expect, it } from 'vitest'
import { memoryTokenStore } from '../src/index.ts'
import { describeTokenStore } from '../src/testing.ts'

describeTokenStore('The memory store', memoryTokenStore, { describe, it, expect })

it('shares nothing between two memory stores', async () => {
  const store = memoryTokenStore()
  await store.update('a', async () => '1')
  expect(await memoryTokenStore().get('a')).toBeUndefined()
})
