import { inspect } from 'node:util'
import type { Option, Row } from './row.ts'
import type { Subject } from './rows.ts'

const introduction = `# Servers that are not by the book

Behaviours of MCP servers and authorization servers, and who gets in all the same: programs of the official SDKs
(\`@modelcontextprotocol/sdk\`, v1, and \`@modelcontextprotocol/client\`, v2), a program with this library, a person with this
CLI. Each row is run against all four by \`e2e/test/servers.test.ts\`, which also writes this file. _In_ is who gets a call
answered:

- sign in: a person signs in, for the first time
- again: the same person signs in once more
- call: signed in, and nobody is asked
- refresh: signed in, the access token has expired, and nobody is asked
- passing: signed in; the answer comes once and passes; the next call, and nobody is asked
- more: signed in; a call needs more scope, and the person agrees
- dead: nothing of the sign-in is good any more, and a person signs in

Where an SDK is in and we are out, the rule of security says why, and the option lets in who knows better.
In \`fast-agent.yaml\`, the keys of \`--set\` stand in the block \`auth:\`.`

/** docs/servers.md. */
export function serversDocument(subjects: readonly Subject[]): string {
  const parts = subjects.map(({ title, rows }) => `## ${title}\n\n${table(rows)}`)
  return `${[introduction, ...parts].join('\n\n')}\n`
}

function table(rows: readonly Row[]): string {
  const head = ['answer', 'then', 'v1', 'v2', 'library', 'CLI', 'rule; option']
  const lines = [head, head.map(() => ''), ...rows.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)))
  const drawn = lines.map((cells, index) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, index === 1 ? '-' : ' ')).join(' | '),
  )
  return drawn.map((line) => `| ${line} |`).join('\n')
}

function cellsOf({ name, work, expected: { v1, v2, library, cli }, rule, option }: Row): readonly string[] {
  const none = [library, cli].includes('out') ? 'no option' : undefined
  const notes = [rule, option === undefined ? none : textOf(option)].filter((note) => note !== undefined)
  return [name.replaceAll('|', '\\|'), work === 'login' ? 'sign in' : work, v1, v2, library, cli, notes.join('; ')]
}

function textOf({ library, cli }: Option): string {
  const settings = Object.entries(library).map(
    ([name, value]) => `${name}: ${name === 'authorizationServer' ? '{ issuer, … }' : inspect(value)}`,
  )
  return `\`{ ${settings.join(', ')} }\`, \`${cli.map((word) => word.replace(/^(authorizationServer=).*/, '$1{ issuer, … }')).join(' ')}\``
}
