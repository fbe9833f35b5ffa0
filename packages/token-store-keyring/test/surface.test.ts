import { expect, it } from 'vitest'

it('exports what the README promises and nothing else', async () => {
  const exported = ['KeyringError', 'openKeyringTokenStore']
  expect(Object.keys(await import('../src/index.ts')).sort()).toEqual(exported)
})
