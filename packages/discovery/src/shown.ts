const lengthLimit = 200

/** What a server wrote, for an error message: quoted, short, and without what a terminal would obey or hide. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value !== 'string') return 'something that is not a string'
  const text = value.length > lengthLimit ? `${value.slice(0, lengthLimit)}…` : value
  return `"${text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd')}"`
}

/** A URL that was checked, for an error message: without its query, which may hold a key. */
export function shownUrl(url: string): string {
  return url.replace(/[?#][\s\S]*$/, '')
}
