import { discover } from '@fast-agent-auth/discovery'
import { begin, finish, refresh } from '@fast-agent-auth/flow/steps'

// One route of a web application: remember `pending` in the person's session, redirect the browser to `url`.
const target = await discover('https://mcp.example.com/mcp')
const { url, pending } = await begin(target, { redirectUri: 'http://127.0.0.1:8000/oauth/callback' })

// The browser's part. Here it is a server that asks nobody and redirects at once, as @fast-agent-auth/mock-server does.
const response = await fetch(url, { redirect: 'manual' })
const callback = new URL(response.headers.get('location') ?? '', url)

// The other route, in this process or another, with the URL that the browser was sent to.
const tokens = await finish(pending, callback)
console.log(`Signed in at ${tokens.issuer} for ${tokens.resource}`)

const client = { clientId: tokens.clientId, tokenEndpointAuthMethod: tokens.tokenEndpointAuthMethod }
const fresh = await refresh(tokens, client)
console.log(`Refreshed: ${fresh.accessToken !== tokens.accessToken}`)
