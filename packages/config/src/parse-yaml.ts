import { assertSmall } from './assert-small.ts'
import { ConfigError } from './config-error.ts'
import type { ConfigNode } from './config-node.ts'
import type { Source } from './location.ts'
import { mapYaml } from './map-yaml.ts'
import { yamlReason } from './yaml-reason.ts'

/**
 * The content of a YAML file; `undefined` where it is empty.
 *
 * @throws ConfigError `invalid_syntax`, with line and column, and without a word of the file, which may hold secrets
 */
export async function parseYaml(text: string, source: Source): Promise<ConfigNode | undefined> {
  // CommonJS: a bundler that splits keeps its names in the default export alone.
  const { default: yaml } = await import('yaml')
  const lines = new yaml.LineCounter()
  const fail = (reason: string, offset: number, cause?: unknown): ConfigError => {
    const { line, col } = lines.linePos(Math.max(0, offset))
    const message = `${source.shown}:${line}:${col}: ${reason}.`
    return new ConfigError('invalid_syntax', message, { cause, file: source.file, line })
  }
  try {
    // The parser looks for repeated keys by comparing each with each, and its own messages quote the file.
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
