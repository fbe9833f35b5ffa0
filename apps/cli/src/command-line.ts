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

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
