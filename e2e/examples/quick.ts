import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createAuth } from 'fast-agent-auth'

const auth = createAuth('https://mcp.example.com/mcp', {
  onEvent(event) {
    if (event.type === 'authorization_url') console.log('Sign in here, if no browser opens:', event.url.href)
  },
})
await auth.login() // browser, PKCE, callback, token stored; returns at once when signed in already

const client = new Client({ name: 'my-agent', version: '1.0.0' })
await client.connect(new StreamableHTTPClientTransport(new URL(auth.serverUrl), { fetch: auth.fetch }))
console.log(await client.listTools())
await client.close() // else the program does not end
