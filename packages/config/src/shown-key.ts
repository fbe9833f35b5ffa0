const lengthLimit = 100

/** A key as a part of a path in messages. It is shortened, and the user and query of a URL, which may be secret, are left out. */
export function shownKey(key: string): string {
  const plain = key.replace(/\/\/[^/?#]*@/, '//…@').replace(/[?#].+$/s, (rest) => `${rest[0]}…`)
  return plain.length > lengthLimit ? `${plain.slice(0, lengthLimit)}…` : plain
}

/** The path of the value under a key. */
export function pathBelow(path: string, key: string): string {
  return path === '' ? shownKey(key) : `${path}.${shownKey(key)}`
}
