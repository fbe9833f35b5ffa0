import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import { secretsInUrl } from '@fast-agent-auth/flow/redaction'

/** Which sign-in a command is about. */
export interface Subject {
  /** A name in the configuration, or a URL. */
  readonly target: string
  readonly account?: string | undefined
  readonly store?: string | undefined
  readonly configPath?: string | undefined
  readonly transport?: string | undefined
}

/** A command of this program about a sign-in, ready to be pasted into a shell. */
export function commandLine(verb: 'login' | 'clear' | 'tools', subject: Subject): string {
  const { target, account, store, configPath, transport } = subject
  const options: string[] = []
  if (configPath !== undefined) options.push('--config-path', configPath)
  if (account !== undefined) options.push('--account', account)
  if (store !== undefined) options.push('--store', store)
  if (transport !== undefined && verb !== 'clear') options.push('--transport', transport)
  // A name that begins with a dash would be read as an option.
  const words = target.startsWith('-') ? [...options, '--', target] : [target, ...options]
  return ['fast-agent-auth', verb, ...words].map((word) => shellWord(withoutKey(word))).join(' ')
}

/** The command that runs at present, with more words behind it. */
export function sameCommand(argv: readonly string[], ...more: readonly string[]): string {
  const words = withoutAuth(argv)
  const end = words.indexOf('--')
  const all = end < 0 ? [...words, ...more] : [...words.slice(0, end), ...more, ...words.slice(end)]
  return ['fast-agent-auth', ...all].map((word) => shellWord(withoutKey(word))).join(' ')
}

/** A word as it was typed, or, where it is a URL with a key, with a gap for whoever knows the key. */
export function withoutKey(word: string): string {
  return secretsInUrl(word).some((secret) => secret !== '') ? shownUrl(word) : word
}

/** `fast-agent auth status` is `fast-agent-auth status`, and so is `fast-agent auth`. */
export function withoutAuth(argv: readonly string[]): string[] {
  if (argv[0] !== 'auth') return [...argv]
  const [, first] = argv
  const isCommand = first !== undefined && (!first.startsWith('-') || ['--help', '-h', '--version'].includes(first))
  return isCommand ? argv.slice(1) : ['status', ...argv.slice(1)]
}

/**
 * One word of a command, for sh, bash, zsh and fish, or on Windows for cmd and PowerShell. What those two would take apart
 * is left out: a configuration may call its servers anything.
 */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') {
    if (/^[\w+=:./\\-]+$/.test(word)) return word
    // Between two percent signs cmd looks for a variable.
    const isHarmless = /^[\w\p{L} @%+=:,./\\?&#~*;()[\]{}'|<>-]+$/u.test(word) && !/%.*%|\\$/.test(word)
    return isHarmless ? `"${word}"` : '"…"'
  }
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  // A backslash in quotes means something to fish.
  return `'${word.replace(/['\\]/g, "'\\$&'")}'`
}
