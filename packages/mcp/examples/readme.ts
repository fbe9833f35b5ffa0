import { withTokens } from '@fast-agent-auth/mcp'

const serverUrl = 'https://mcp.example.com/mcp'

// A token source of your own. `createSession` of @fast-agent-auth/flow is one that signs in and refreshes.
const fetch = withTokens(
  {
    token: async () => undefined, // none yet
    async renew({ challenge }) {
      throw new Error(`${serverUrl} wants a token with the scope ${challenge?.scope}`)
    },
  },
  { serverUrl },
)

await fetch(serverUrl, { method: 'POST' }).catch((error) => console.log(String(error)))
