import type { FileFormat } from './file-format.ts'

interface Syntax {
  /** Parses the text between the braces. Without a name, it is not an environment variable. */
  readonly parse: (inside: string) => { readonly name: string | undefined; readonly fallback?: string | undefined }
  /** The error and the advice for a variable that is not set. */
  readonly advise: (inside: string) => string
}

function splitAt(inside: string, separator: string): { readonly name: string; readonly fallback?: string } {
  const at = inside.indexOf(separator)
  if (at < 0) return { name: inside }
  return { name: inside.slice(0, at), fallback: inside.slice(at + separator.length) }
}

/**
 * The error for a variable that is not set. A text that is not a name is not shown, since it may be part of a password.
 */
function notSet(name: string, separator: string): string {
  if (!/^\w+$/.test(name)) {
    return 'the text in braces after $ is not the name of an environment variable. Name one'
  }
  const fallback = separator && `, or give a default: \${${name}${separator}…}`
  return `the variable ${name} is not set. Set it${fallback}`
}

function adviseEditor(inside: string): string {
  if (inside.startsWith('env:')) return notSet(inside.slice('env:'.length), '')
  const name = /^(?:input:)?\w[\w.:-]*$/.test(inside) ? inside : '…'
  const what = inside.startsWith('input:') ? 'an input that the editor asks for' : 'a variable of the editor'
  return `\${${name}} is ${what}, which is not known here. Use an environment variable: \${env:NAME}`
}

/** The syntax of variables in each format of a file. */
export const variableSyntaxes: Readonly<Record<FileFormat, Syntax>> = {
  'fast-agent': { parse: (inside) => splitAt(inside, ':'), advise: (inside) => notSet(inside, ':') },
  'mcp.json': { parse: (inside) => splitAt(inside, ':-'), advise: (inside) => notSet(inside, ':-') },
  vscode: {
    parse: (inside) => ({ name: inside.startsWith('env:') ? inside.slice('env:'.length) : undefined }),
    advise: adviseEditor,
  },
}
