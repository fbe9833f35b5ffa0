/** Names that the Python program fast-agent has for commands of this one, behind `auth mcp`. */
const names: ReadonlyMap<string, string> = new Map([
  ['list', 'status'],
  ['show', 'status'],
  ['forget', 'clear'],
])

/** Its options for a URL, which is an argument here. */
const urlOption = /^--(endpoint|resource)(=|$)/

/**
 * The words of a command line as this program calls them. `fast-agent auth status` is `fast-agent-auth status`, so is
 * `fast-agent auth`, and `auth mcp forget --resource <url>` is `clear <url>`.
 */
export function withoutAliases(argv: readonly string[]): string[] {
  if (argv[0] !== 'auth') return [...argv]
  const words = argv[1] === 'mcp' ? argv.slice(2) : argv.slice(1)
  const [first, ...rest] = words
  if (first === undefined) return ['status']
  if (first.startsWith('-')) return ['--help', '-h', '--version'].includes(first) ? words : ['status', ...words]
  return argv[1] === 'mcp' ? [names.get(first) ?? first, ...withUrl(rest)] : words
}

function withUrl(words: readonly string[]): string[] {
  const end = words.indexOf('--')
  const options = end < 0 ? words : words.slice(0, end)
  const plain = options.flatMap((word) => {
    const [option, , separator] = urlOption.exec(word) ?? []
    if (option === undefined) return [word]
    return separator === '=' ? [word.slice(option.length)] : []
  })
  return [...plain, ...words.slice(options.length)]
}
