import { assertSmall } from './assert-small.ts'
import { ConfigError } from './config-error.ts'
import type { ConfigNode } from './config-node.ts'
import type { Source } from './location.ts'
import { mapYaml } from './map-yaml.ts'
import { yamlReason } from './yaml-reason.ts'

/**
 * The content of a YAML file; `undefined` if it is empty.
 *
 * @throws ConfigError `invalid_syntax`, with line and column. It quotes nothing from the file, which may hold secrets.
 */
export async function parseYaml(text: string, source: Source): Promise<ConfigNode | undefined> {
  // The parser is CommonJS, and a bundler that splits keeps its names only in the default export.
  const { default: yaml } = await import('yaml')
  const lines = new yaml.LineCounter()
  const fail = (reason: string, offset: number, cause?: unknown): ConfigError => {
    const { line, col } = lines.linePos(Math.max(0, offset))
    const message = `${source.shown}:${line}:${col}: ${reason}.`
    return new ConfigError('invalid_syntax', message, { cause, file: source.file, line })
  }
  try {
    // Two options are off: the parser compares each key with each to find repeated ones, and its messages quote the file.
    const document = yaml.parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false })
    const [problem] = [...document.errors, ...document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED')]
    if (problem) throw fail(yamlReason(problem.code), problem.pos[0])
    const root = mapYaml(yaml, document, (offset) => ({ source, line: lines.linePos(offset).line }), fail)
    if (root) assertSmall(root, (reason) => fail(reason, 0))
    return root
  } catch (cause) {
    if (cause instanceof RangeError) throw fail('It is nested too deeply', 0, cause)
    throw cause
  }
}
