/**
 * The names of a query's parameters; `''` for each name that may be a key: one without a value, one that is no plain word,
 * or a long one with digits.
 */
export function parameterNames(query: string): readonly string[] {
  return query.replace(/^\?/, '').split('&').map(nameOf)
}

/** A query without its values: `server=…&team=…`. */
export function displayQuery(names: readonly string[]): string {
  return names.map((name) => (name === '' ? '…' : `${name}=…`)).join('&')
}

function nameOf(parameter: string): string {
  // A key in Base64 may end in "=".
  const name = /^([a-z][\w.-]{0,31})=+[^=]/i.exec(parameter)?.[1] ?? ''
  return /^(?=.*\d).{16,}$/.test(name) ? '' : name
}
