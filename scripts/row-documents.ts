import { globSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'

/** A test whose title ends with the rows that it is for: `refuses a foreign issuer (H12, V3)`. */
interface RowTest {
  readonly file: string
  readonly title: string
  readonly rows: readonly string[]
}

/** Documents with tables whose rows have tests. The last column of the first two is made of the titles of these. */
export const rowDocuments = ['docs/hostile-inputs.md', 'SECURITY.md', 'docs/protocol.md'] as const

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const tagged = /'([^'\n]+) \(((?:[A-Z]\d+)(?:, [A-Z]\d+)*)\)'/g

export function findRowTests(): readonly RowTest[] {
  const files = globSync(['{packages,apps}/*/test/**/*.test.ts', 'e2e/test/**/*.test.ts'], { cwd: root })
  return files
    .map((file) => file.replaceAll(sep, '/'))
    .sort()
    .flatMap((file) =>
      [...read(file).matchAll(tagged)].map(([, title = '', ids = '']) => ({ file, title, rows: ids.split(', ') })),
    )
}

/** The ids of the rows in a document. */
export function rowsIn(document: string): readonly string[] {
  return [...read(document).matchAll(/^\| ([A-Z]\d+) /gm)].map(([, id = '']) => id)
}

/** A document with the tests of each row in its last column, where it has such a column. */
export function withTests(document: string, tests: readonly RowTest[]): string {
  const text = read(document)
  if (!/\| its tests +\|$/m.test(text)) return text
  return text.replace(/^(\| ([A-Z]\d+) .*) \| [^|]*\|$/gm, (_, cells: string, id: string) => {
    const own = tests.filter(({ rows }) => rows.includes(id))
    return `${cells} | ${own.map(({ file, title }) => `\`${file}\`: "${title}"`).join('; ')} |`
  })
}

/** A document without the padding of its tables, which the formatter decides. */
export function withoutPadding(text: string): string {
  return text.replace(/^\|.*$/gm, (line) => line.replace(/ {2,}\|/g, ' |').replace(/-{3,}/g, '---'))
}
