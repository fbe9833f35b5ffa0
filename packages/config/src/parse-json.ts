import type { ParseError } from 'jsonc-parser'
import { assertSmall } from './assert-small.ts'
import { ConfigError } from './config-error.ts'
import type { ConfigNode } from './config-node.ts'
import type { Source } from './location.ts'
import { mapJson } from './map-json.ts'

/**
 * The content of a JSON file, which may have comments and trailing commas; `undefined` if it is empty.
 *
 * @throws ConfigError `invalid_syntax`, with line and column. It quotes nothing from the file, which may hold secrets.
 */
export async function parseJson(text: string, source: Source): Promise<ConfigNode | undefined> {
  const { parseTree, printParseErrorCode } = await loadParser()
  const starts = lineStarts(text)
  const fail = (reason: string, offset: number, cause?: unknown): ConfigError => {
    const line = lineAt(starts, offset)
    const column = offset - (starts[line - 1] ?? 0) + 1
    const message = `${source.shown}:${line}:${column}: ${reason}.`
    return new ConfigError('invalid_syntax', message, { cause, file: source.file, line })
  }
  try {
    const errors: ParseError[] = []
    const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
    const [problem] = errors
    if (problem) throw fail(reasons[printParseErrorCode(problem.error)] ?? unknownReason, problem.offset)
    const root = tree && mapJson(tree, text, (offset) => ({ source, line: lineAt(starts, offset) }), fail)
    if (root) assertSmall(root, (reason) => fail(reason, 0))
    return root
  } catch (cause) {
    if (cause instanceof RangeError) throw fail('It is nested too deeply', 0, cause)
    throw cause
  }
}

/** Loads the parser. As CommonJS (in Node, and in a bundler that splits) it has its names in the default export. */
async function loadParser(): Promise<typeof import('jsonc-parser')> {
  const loaded = await import('jsonc-parser')
  return loaded.default ?? loaded
}

/** Our message for each error of the parser. */
const reasons: Readonly<Record<string, string>> = {
  CloseBraceExpected: 'A closing brace } is missing',
  CloseBracketExpected: 'A closing bracket ] is missing',
  ColonExpected: 'A colon is missing',
  CommaExpected: 'A comma is missing',
  EndOfFileExpected: 'There is more text after the end',
  InvalidCharacter: 'A text holds a control character',
  InvalidEscapeCharacter: 'An escape (\\) in a text is not known',
  PropertyNameExpected: 'A key in double quotes is missing',
  UnexpectedEndOfComment: 'A comment has no end',
  UnexpectedEndOfString: 'A text has no closing quote',
}

const unknownReason = 'A value is missing, or written wrongly'

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
}

/** The line of an offset. It is found by bisection, since it is looked up for every value of a file. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}
