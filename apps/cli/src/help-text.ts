const url = 'https://mcp.example.com/mcp'
const documentUrl = 'https://example.com/client.json'

type Documented = 'login' | 'status' | 'clear' | 'tools' | 'cimd validate' | 'cimd create'

/** Examples of each command, the plainest one first. */
export const examples: Readonly<Record<Documented, readonly [string, ...string[]]>> = {
  login: [`login ${url}`, `login ${url} --store file --no-browser`],
  status: ['status', `status ${url}`],
  clear: [`clear ${url}`, 'clear --all --yes'],
  tools: [`tools ${url}`],
  'cimd validate': [`cimd validate ${documentUrl}`, 'cimd validate client.json'],
  'cimd create': [`cimd create ${documentUrl} --name Agent`],
}

export function examplesHelp(commands: readonly string[]): string {
  const heading = commands.length === 1 ? 'Example' : 'Examples'
  return `\n${heading}:\n${commands.map((command) => `  $ fast-agent-auth ${command}`).join('\n')}`
}

export const exitCodesHelp = `
Exit codes:
  0    done
  1    failed
  2    wrong usage
  3    a sign-in is needed, or it was denied or refused
  4    the server or the network cannot be reached
  130  interrupted`
