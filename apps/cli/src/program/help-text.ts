import type { Invocation } from '../errors/command-line.ts'

const url = 'https://mcp.example.com/mcp'
const documentUrl = 'https://example.com/client.json'

type Documented = 'login' | 'status' | 'clear' | 'token' | 'tools' | 'call' | 'cimd validate' | 'cimd create'

/** Examples of each command, the plainest one first. */
export const examples: Readonly<Record<Documented, readonly [string, ...string[]]>> = {
  login: [`login ${url}`, 'login github --store file --no-browser'],
  status: ['status', 'status github --json'],
  clear: ['clear github', 'clear --identity https://mcp.example.com', 'clear --all --yes'],
  // The token is not an argument of curl, since every user of a machine sees the arguments of every program.
  token: ['token github --header | curl -H @- $URL'],
  tools: ['tools github'],
  call: [`call github search '{"query": "oauth"}'`],
  'cimd validate': [`cimd validate ${documentUrl}`, 'cimd validate client.json', 'cimd validate - < client.json'],
  'cimd create': [`cimd create ${documentUrl} --name Agent`],
}

export function examplesHelp(commands: readonly string[], { invocation }: Invocation): string {
  const heading = commands.length === 1 ? 'Example' : 'Examples'
  return `\n${heading}:\n${commands.map((command) => `  $ ${invocation} ${command}`).join('\n')}`
}

export const serverHelp = `
<server> is a name in fast-agent.yaml, .mcp.json or .vscode/mcp.json, or a URL.`

export const exitCodesHelp = `
Exit codes:
  0    done
  1    failed
  2    wrong usage or configuration
  3    a sign-in is needed, or it was denied or refused
  4    the server, the network or the store cannot be reached
  130  interrupted`

export const statusExitCodesHelp = `
Exit code with <server>: 2 misconfigured, 3 a person must sign in, 4 no store.`

export function moreHelp({ invocation }: Invocation): string {
  return `
FAST_AGENT_AUTH_STORE names the store for sign-ins: keyring, file or redis://…

All options of a command: ${invocation} help <command>`
}
