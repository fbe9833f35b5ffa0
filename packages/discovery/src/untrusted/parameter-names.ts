/**
 * The names of a query's parameters, `''` for each that may be a key: one without a value, one that is no plain word, or
 * one that nobody would have chosen.
 */
export function parameterNames(query: string): readonly string[] {
  return query.replace(/^\?/, '').split('&').map(nameOf)
}

/** A query without its values: `server=…&team=…`. */
export function shownQuery(names: readonly string[]): string {
  return names.map((name) => (name === '' ? '…' : `${name}=…`)).join('&')
}

function nameOf(parameter: string): string {
  // A key in Base64 may end in signs of equality.
  const name = /^([a-z][\w.-]{0,31})=+[^=]/i.exec(parameter)?.[1] ?? ''
  return /^(?=.*\d).{16,}$/.test(name) ? '' : name
}
