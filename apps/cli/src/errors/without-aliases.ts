/** The commands of this program, by their names after `auth mcp` in the Python program fast-agent. */
const names: ReadonlyMap<string, string> = new Map([
  ['list', 'status'],
  ['show', 'status'],
  ['forget', 'clear'],
])

/** Options of fast-agent for a URL, which is an argument in this program. */
const urlOption = /^--(endpoint|resource)(=|$)/

/**
 * Translates arguments that were written for fast-agent: `auth status` and `auth` become `status`, and
 * `auth mcp forget --resource <url>` becomes `clear <url>`.
 */
export function withoutAliases(argv: readonly string[]): string[] {
  if (argv[0] !== 'auth') return [...argv]
  const words = argv[1] === 'mcp' ? argv.slice(2) : argv.slice(1)
  const [first, ...rest] = words
  if (first === undefined) return ['status']
  if (first.startsWith('-')) return ['--help', '-h', '--version'].includes(first) ? words : ['status', ...words]
  return argv[1] === 'mcp' ? [names.get(first) ?? first, ...withoutUrlOption(rest)] : words
}

function withoutUrlOption(words: readonly string[]): string[] {
  const end = words.indexOf('--')
  const options = end < 0 ? words : words.slice(0, end)
  const plain = options.flatMap((word) => {
    const [option, , separator] = urlOption.exec(word) ?? []
    if (option === undefined) return [word]
    return separator === '=' ? [word.slice(option.length)] : []
  })
  return [...plain, ...words.slice(options.length)]
}
