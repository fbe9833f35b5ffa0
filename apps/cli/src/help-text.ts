const url = 'https://mcp.example.com/mcp'
const documentUrl = 'https://example.com/client.json'

type Documented = 'login' | 'status' | 'clear' | 'token' | 'tools' | 'call' | 'cimd validate' | 'cimd create'

/** Examples of each command, the plainest one first. */
export const examples: Readonly<Record<Documented, readonly [string, ...string[]]>> = {
  login: [`login ${url}`, 'login github --store file --no-browser'],
  status: ['status', 'status github --json'],
  clear: ['clear github', 'clear --identity https://mcp.example.com', 'clear --all --yes'],
  token: ['curl -H "Authorization: Bearer $(fast-agent-auth token github)" $URL', 'token github --json'],
  tools: ['tools github'],
  call: [`call github search '{"query": "oauth"}'`],
  'cimd validate': [`cimd validate ${documentUrl}`, 'cimd validate client.json'],
  'cimd create': [`cimd create ${documentUrl} --name Agent`],
}

/** The lines as they are typed: a word of ours, or another program that uses it. */
export function examplesHelp(commands: readonly string[]): string {
  const heading = commands.length === 1 ? 'Example' : 'Examples'
  const lines = commands.map((command) => (command.startsWith('curl ') ? command : `fast-agent-auth ${command}`))
  return `\n${heading}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`
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

export const moreHelp = `
All options of a command: fast-agent-auth help <command>`

export const statusHelp = `
States:
  ready          the access token is good
  refreshable    it has expired, and is renewed when it is used
  expired        a person has to sign in again
  not signed in  nothing is stored
  damaged        what is stored cannot be read: sign in again
  memory         kept in the programs that use the server, and nowhere else
  unavailable    its store cannot be used

Modes:
  auto            no auth block: signs in where the server asks for it
  forced          there is an auth block: signs in, with its settings
  bearer          the Authorization header that is configured is sent as it is
  disabled        auth.oauth is false
  not applicable  started by a command`
