import { expect, it } from 'vitest'

it('exports what is promised and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "authMode",
      "ConfigError",
      "overrideAuth",
      "readConfig",
      "requestHeaders",
      "serverSettings",
      "toAuthOptions",
    ]
  `)
  expect(Object.keys(await import('../src/open-store.ts'))).toEqual(['openStore'])
  expect(Object.keys(await import('../src/options.ts'))).toEqual(['authOptions', 'camelCase', 'findOption'])
})
