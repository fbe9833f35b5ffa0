import { type AuthOption, camelCase } from '../packages/config/src/options.ts'

const effects = { loosens: 'loosens a rule', trusts: 'names who is trusted' } as const

/** All settings of a sign-in as a table of Markdown, aligned as the formatter of an editor does. */
export function optionTable(options: readonly AuthOption[]): string {
  const rows = options.map(({ key, name, flag, effect, description }) => [
    name === undefined ? '–' : `\`${name}\``,
    `\`auth.${key}\``,
    commandLineOf(key, flag),
    `${description}${effect === undefined ? '' : ` **${sentence(effects[effect])}**`}`,
  ])
  const all = [['`createAuth`', '`fast-agent.yaml`', 'command line', 'what'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = all
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

function commandLineOf(key: string, flag: string | undefined): string {
  // Every user of a machine sees the words of each command.
  if (key === 'client_secret') return '`FAST_AGENT_AUTH_CLIENT_SECRET`'
  return flag === undefined ? `\`--set ${camelCase(key)}=…\`` : `\`${flag.replace('|', '\\|')}\``
}

function sentence(words: string): string {
  return `${words[0]?.toUpperCase()}${words.slice(1)}.`
}
