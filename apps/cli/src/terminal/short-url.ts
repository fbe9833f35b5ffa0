import { printable } from './printable.ts'

/**
 * URLs in so many characters each, where they do not have more anyway: without `https://`, then without the end of their
 * paths. A host stays whole, however long it is, and those that differ still do.
 */
export function shortUrls(urls: readonly string[], room: number): readonly string[] {
  if (urls.every(({ length }) => length <= room)) return urls
  const plain = urls.map((url) => url.replace(/^https:\/\//, ''))
  const short = plain.map((url) => withoutEnd(url, room))
  return new Set(short).size === new Set(urls).size ? short : plain
}

function withoutEnd(url: string, room: number): string {
  const [host = ''] = /^(?:http:\/\/)?[^/?#]*/.exec(url) ?? []
  if (url.length <= room || url.length < host.length + 2) return url
  // Half a character may be left at its end.
  return `${printable(url.slice(0, Math.max(host.length + 1, room - 1)))}…`
}
