import { createGuardedFetch, GuardedFetchError } from '@fast-agent-auth/guarded-fetch'

const serverUrl = 'https://mcp.example.com/mcp'
const fetch = createGuardedFetch({ serverUrl })

const metadata = new URL('/.well-known/oauth-protected-resource/mcp', serverUrl)
const response = await fetch(metadata)
console.log('Answered:', response.status)

// A hostile server might name this as its authorization server.
try {
  await fetch('https://169.254.169.254/latest/meta-data/iam')
} catch (error) {
  if (!(error instanceof GuardedFetchError)) throw error
  console.log('Not asked:', error.message)
}
