import { expect, it } from 'vitest'
import { isTarget } from '../src/index.ts'

const server = {
  issuer: 'https://auth.example.com',
  authorizationEndpoint: 'https://auth.example.com/authorize',
  tokenEndpoint: 'https://auth.example.com/token',
  authorizationResponseIssParameterSupported: true,
  clientIdMetadataDocumentSupported: false,
}
const target = { serverUrl: 'https://mcp.example.com/mcp', resource: 'https://mcp.example.com/mcp', server }

it.each(['serverUrl', 'resource'] as const)('does not take a list in place of the %s of a kept target', (name) => {
  expect(isTarget(target)).toBe(true)
  expect(isTarget({ ...target, [name]: [target[name]] })).toBe(false)
})
