import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authMode, readConfig, requestHeaders, serverSettings, toAuthOptions } from '@fast-agent-auth/config'
import { openStore } from '@fast-agent-auth/config/open-store'

const folder = await mkdtemp(join(tmpdir(), 'project-')) // yours: the folder that your program runs in
await writeFile(
  join(folder, 'fast-agent.yaml'),
  `mcp:
  servers:
    huggingface: { url: "https://huggingface.co/mcp?login" }
    github:
      url: \${GITHUB_MCP_URL:https://api.githubcopilot.com/mcp}
      auth: { scope: [repo, user], redirect_port: 3031, persist: file }
    internal: { url: https://mcp.internal.example/mcp, headers: { Authorization: "Bearer \${INTERNAL_TOKEN}" } }
`,
)

const config = await readConfig({ cwd: folder })
await rm(folder, { recursive: true })

for (const { name, settings, error } of config.servers) {
  console.log(`${name}: ${settings ? authMode(settings) : error.message}`)
}

const github = serverSettings(config, 'github')
console.log(github.url, requestHeaders(github)) // for the transport of your MCP client
const options = { ...toAuthOptions(github), store: await openStore(github) }
console.log(options) // for createAuth(github.url, options) of fast-agent-auth
