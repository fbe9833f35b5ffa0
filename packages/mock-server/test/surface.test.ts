import { expect, it } from 'vitest'

it('exports what the README names and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "createMockServer",
      "startMockServer",
    ]
  `)
})
