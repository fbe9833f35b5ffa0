/** An error in one line, with the code of what caused it. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, cause } = error as Error & { code?: unknown }
  const said = [typeof code === 'string' ? `${code}: ` : '', error.message].join('')
  return cause === undefined ? said : `${said} (${errorText(cause)})`
}
