import { DiscoveryError, discover } from '@fast-agent-auth/discovery'

try {
  const { resource, server } = await discover('https://mcp.example.com/mcp')
  console.log('Resource:', resource)
  console.log('Issuer:', server.issuer)
  console.log('Token endpoint:', server.tokenEndpoint)
} catch (error) {
  if (!(error instanceof DiscoveryError && error.code === 'not_protected')) throw error
  console.log('No sign-in needed')
}
