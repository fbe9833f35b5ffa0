/** The commands that an output names, as a shell would take them apart: behind `hint: `, `To …: ` and the like. */
export function commandsIn(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:^|: |^ {2})fast-agent-auth (.+)$/gm)].map(([, line = '']) => wordsOf(line))
}

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^\s']|'[^']*'|\\')+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\'/g, (_, text = "'") => text),
  )
}
