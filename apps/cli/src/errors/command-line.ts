import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { secretsInUrl } from '@fast-agent-auth/flow/internal'
import { withoutAliases } from './without-aliases.ts'

/** The commands that are given as a next step. */
export type Verb = 'login' | 'clear' | 'tools'

/** A command about a server, with the typed options that can change its result. */
export interface Subject {
  /** A name in the configuration, or a URL. */
  readonly target: string
  readonly account?: string | undefined
  readonly store?: string | undefined
  readonly redisUrl?: string | undefined
  readonly configPath?: string | undefined
  readonly transport?: string | undefined
  readonly browser?: boolean | undefined
  readonly scope?: string | undefined
  /** Other settings of the sign-in, as `key=value`. */
  readonly set?: readonly string[] | undefined
  readonly issuer?: string | undefined
  readonly clientId?: string | undefined
  readonly clientMetadataUrl?: string | undefined
  readonly resetClient?: boolean | undefined
  readonly redirectPort?: number | undefined
  /** The wait for the browser, in ms. */
  readonly timeout?: number | undefined
  readonly force?: boolean | undefined
  readonly yes?: boolean | undefined
}

/** The words with which the person starts this program in a shell. */
export interface Invocation {
  readonly invocation: string
}

interface Flag {
  readonly name: string
  readonly verbs: readonly Verb[]
  /** The value or values as typed; `true` for a flag without a value, `undefined` if the flag is not needed. */
  readonly typed: (subject: Subject) => string | readonly string[] | true | undefined
}

/** The default and the maximum time that a sign-in waits for a person, in ms. */
export const usualTimeout = 300_000
export const longestTimeout = 900_000

const every: readonly Verb[] = ['login', 'clear', 'tools']
const use: readonly Verb[] = ['login', 'tools']
const login: readonly Verb[] = ['login']

/** The options of the commands, in the order in which they are shown. */
const flags: readonly Flag[] = [
  { name: '--config-path', verbs: every, typed: ({ configPath }) => configPath },
  { name: '--account', verbs: every, typed: ({ account }) => account },
  { name: '--store', verbs: every, typed: ({ store }) => store },
  { name: '--redis-url', verbs: every, typed: ({ redisUrl }) => redisUrl },
  { name: '--transport', verbs: use, typed: ({ transport }) => transport },
  { name: '--no-browser', verbs: use, typed: ({ browser }) => browser === false || undefined },
  { name: '--scope', verbs: login, typed: ({ scope }) => scope },
  { name: '--issuer', verbs: login, typed: ({ issuer }) => issuer },
  { name: '--client-id', verbs: login, typed: ({ clientId }) => clientId },
  { name: '--client-metadata-url', verbs: login, typed: ({ clientMetadataUrl }) => clientMetadataUrl },
  { name: '--redirect-port', verbs: login, typed: ({ redirectPort }) => redirectPort?.toString() },
  { name: '--set', verbs: every, typed: ({ set }) => set?.flatMap((word) => settingWords(word)) },
  { name: '--timeout', verbs: login, typed: ({ timeout = usualTimeout }) => secondsUnless(usualTimeout, timeout) },
  { name: '--reset-client', verbs: login, typed: ({ resetClient }) => resetClient || undefined },
  { name: '--force', verbs: login, typed: ({ force }) => force || undefined },
  { name: '--yes', verbs: ['clear'], typed: ({ yes }) => yes || undefined },
]

/** A command of this program, ready to be pasted into a shell, with each typed option that it takes. */
export function commandLine(verb: Verb, subject: Subject, { invocation }: Invocation): string {
  const options = flags.flatMap(({ name, verbs, typed }) => {
    const value = verbs.includes(verb) ? typed(subject) : undefined
    if (value === undefined) return []
    return value === true ? [name] : [value].flat().flatMap((each) => [name, each])
  })
  const { target } = subject
  // A name that begins with a dash would be read as an option.
  const words = target.startsWith('-') ? [...options, '--', target] : [target, ...options]
  return shellLine(invocation, [verb, ...words])
}

/** The command that runs at present, with more words after it. */
export function sameCommand(
  { argv, invocation }: Invocation & { readonly argv: readonly string[] },
  ...more: readonly string[]
): string {
  const words = withoutAliases(argv)
  const end = words.indexOf('--')
  const all = end < 0 ? [...words, ...more] : [...words.slice(0, end), ...more, ...words.slice(end)]
  return shellLine(invocation, all)
}

/** Options without a value. */
const alone = /^(--(no-browser|reset-client|force|yes|json|show|header|all|help)|-[yh])$/

/** The command that runs at present, with another server instead of the typed one. */
export function sameCommandFor(
  target: string,
  { argv, invocation }: Invocation & { readonly argv: readonly string[] },
): string {
  const words = withoutAliases(argv)
  const end = words.indexOf('--')
  const isTarget = (word: string, at: number): boolean =>
    at > 0 && (end >= 0 && at > end ? true : !word.startsWith('-') && !isValue(words, at))
  const index = words.findIndex(isTarget)
  return sameCommand({ invocation, argv: words.map((word, at) => (at === index ? target : word)) })
}

/** Whether a word belongs to the option before it. */
function isValue(words: readonly string[], index: number): boolean {
  const before = words[index - 1] ?? ''
  return before.startsWith('-') && !before.includes('=') && !alone.test(before)
}

/**
 * The words of a setting. On Windows, where shells remove quotation marks, a document becomes one word for each member.
 */
export function settingWords(word: string, platform: NodeJS.Platform = process.platform): readonly string[] {
  const [, key = '', document = ''] = /^([\w.-]+)=(\{.*)$/s.exec(word) ?? []
  if (platform !== 'win32' || document === '') return [word]
  try {
    const members: Readonly<Record<string, unknown>> = JSON.parse(document)
    return Object.entries(members).map(([name, value]) => `${key}.${name}=${value}`)
  } catch {
    return [word]
  }
}

function shellLine(invocation: string, words: readonly string[]): string {
  return [invocation, ...words.map((word) => shellWord(withoutKey(word)))].join(' ')
}

function secondsUnless(usual: number, milliseconds: number): string | undefined {
  return milliseconds === usual ? undefined : String(milliseconds / 1000)
}

/** A word as it was typed. In a URL, values that may be secret keys are left out, for the person to fill in. */
export function withoutKey(word: string): string {
  const [, option = '', value = word] = /^((?:--[\w-]+=)?[\w.-]+=|--[\w-]+=)(.*)$/s.exec(word) ?? []
  return secretsInUrl(value).some((secret) => secret !== '') ? option + displayUrl(value) : word
}

/**
 * Quotes one word of a command for sh, bash, zsh and fish, or on Windows for cmd and PowerShell. A word that those two
 * would split or run is left out, since a configuration may call its servers anything.
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
