import type { StoreKind } from './select-store.ts'

/** Which sign-in a command is about. */
export interface Subject {
  readonly serverUrl: string
  readonly account?: string | undefined
  readonly store?: StoreKind | undefined
}

/** A command of this program about a sign-in, ready to be pasted into a shell. */
export function commandLine(
  verb: 'login' | 'clear' | 'tools',
  { serverUrl, account, store = 'keyring' }: Subject,
): string {
  const words = ['fast-agent-auth', verb, serverUrl]
  if (account !== undefined) words.push('--account', account)
  if (store !== 'keyring') words.push('--store', store)
  return words.map(shellWord).join(' ')
}

/** The command that runs at present, with more words behind it. */
export function sameCommand(argv: readonly string[], ...more: readonly string[]): string {
  return ['fast-agent-auth', ...withoutAuth(argv), ...more].map(shellWord).join(' ')
}

/** `fast-agent auth status` is `fast-agent-auth status`. */
export function withoutAuth(argv: readonly string[]): string[] {
  return argv[0] === 'auth' ? argv.slice(1) : [...argv]
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
