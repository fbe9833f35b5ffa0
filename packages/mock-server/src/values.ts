export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is a list of at least one string. */
export function hasStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

/** The scopes in a space-separated list. */
export function scopesOf(scope: string): readonly string[] {
  return scope.split(' ').filter((name) => name !== '')
}

/** The parameter that occurs more than once, `resource` aside (RFC 6749 §3.1, RFC 8707 §2). */
export function repeatedParameter(parameters: URLSearchParams): string | undefined {
  const names = [...parameters.keys()].filter((name) => name !== 'resource')
  return names.find((name, index) => names.indexOf(name) !== index)
}
