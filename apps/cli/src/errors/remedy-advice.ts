import { type Remedy, remediesOf } from '@fast-agent-auth/discovery/untrusted'
import type { ErrorDetails } from '../terminal/problem-of.ts'
import type { Attempt } from './attempt.ts'
import type { NextSteps } from './cli-error.ts'
import { commandLine, type Subject } from './command-line.ts'

/**
 * The maximum length of a value in a command. A server may choose the value, and a person must read it before pasting.
 */
export const longestValue = 200

/** An option of the library, as a person sets it in this program. */
interface Setting {
  /** The flag, without its value. */
  readonly flag: string
  /** The key in the auth block of a configuration. */
  readonly key: string
  /** The text in place of a value that is not known. */
  readonly placeholder: string
}

const flags: Readonly<Record<string, Setting>> = {
  issuer: { flag: '--issuer', key: 'issuer', placeholder: '<url>' },
  scope: { flag: '--scope', key: 'scope', placeholder: '<scope>' },
  authorizationServer: {
    flag: '--set',
    key: 'authorization_server',
    placeholder: `'authorizationServer={"issuer":"…",…}'`,
  },
}

/** The remedies that an error names, each with its condition. */
export function remediesIn(details: ErrorDetails): readonly Remedy[] {
  const { options, option, network } = details
  // An error about an address that a host name resolved to has a network and no remedies.
  if (options !== undefined || option !== 'allow.networks') return remediesOf(details)
  return [{ condition: 'that is meant', option, value: typeof network === 'string' ? network : undefined }]
}

/** The remedies in one sentence, and a command for each whose value is known. */
export function adviceOnRemedies(remedies: readonly Remedy[], attempt: Attempt | undefined): NextSteps {
  const commands = remedies.flatMap((remedy) => command(remedy, attempt))
  const isPlain = commands.length === 1 && remedies.length === 1
  const start = verbOf(attempt) === 'clear' ? 'clear it with' : 'sign in with'
  const conditions = remedies.map((remedy, at) => {
    const words = isPlain ? 'it' : typed(remedy, attempt)
    return `${at === 0 ? 'If' : 'if'} ${remedy.condition}, ${at === 0 ? start : 'with'} ${words}`
  })
  const keys = remedies.map(({ option }) => `auth.${settingOf(option).key}`).join(' or ')
  const end = commands.length > 0 ? ':' : '.'
  const hint = `${conditions.join('; ')}${remedies.length > 1 ? ';' : ','} or set ${keys} of the server in fast-agent.yaml${end}`
  return { hint, commands: commands.length > 0 ? commands : undefined }
}

/** The command to repeat. If a sign-in could not be cleared, that is `clear`, since no new login is needed. */
function verbOf(attempt: Attempt | undefined): 'clear' | 'login' {
  return attempt?.argv[0] === 'clear' ? 'clear' : 'login'
}

function settingOf(option: string): Setting {
  const key = option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return flags[option] ?? { flag: `--set ${option}`, key, placeholder: '=…' }
}

/** An option in a sentence; only its name if a command below the sentence has the value. */
function typed(remedy: Remedy, attempt: Attempt | undefined): string {
  const { flag, placeholder } = settingOf(remedy.option)
  if (command(remedy, attempt).length > 0) return flag
  if (remedy.value === true) return `${flag}=true`
  return placeholder.startsWith('=') ? flag + placeholder : `${flag} ${placeholder}`
}

function command({ option, value }: Remedy, attempt: Attempt | undefined): readonly string[] {
  const text = value === undefined ? '' : String(value)
  if (text === '' || text.length > longestValue || !attempt?.subject) return []
  return [commandLine(verbOf(attempt), { ...attempt.subject, ...setting(option, text, attempt.subject) }, attempt)]
}

function setting(option: string, value: string, { set = [] }: Subject): Partial<Subject> {
  if (option === 'issuer' || option === 'scope') return { [option]: value }
  return { set: [...new Set([...set, `${option}=${value}`])] }
}
