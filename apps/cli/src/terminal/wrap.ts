/** A text in lines of at most `width` characters. It is broken only at blanks, so that a long URL is not broken. */
export function wrap(text: string, width: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

/** Lines, of which each that is too long is continued on the next line, with more indentation. */
export function wrapLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      if (line.length <= width) return line
      const indent = /^ */.exec(line)?.[0] ?? ''
      const [first = '', ...rest] = wrap(line.trim().replace(/ {2,}/g, ' '), width - indent.length).split('\n')
      const more = wrap(rest.join(' '), width - indent.length - 4)
      return [first, ...(more === '' ? [] : more.split('\n').map((next) => `    ${next}`))]
        .map((part) => indent + part)
        .join('\n')
    })
    .join('\n')
}
