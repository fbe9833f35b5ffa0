import type { ConfigWarning } from './config.ts'
import type { Field } from './field.ts'
import { describeLocation, type Source } from './location.ts'
import { plainText } from './plain-text.ts'

export interface Warn {
  (warning: ConfigWarning): void
  /** The counts of the keys of a file. */
  readonly keysOf: (source: Source) => KeyCount
}

/** Counts of the keys of a file that are not read: with a warning (`told`), and beyond the limit (`untold`). */
export interface KeyCount {
  told: number
  untold: number
  guesses: number
}

/** Collects warnings; `finish` adds one for the keys that were only counted. */
export function collectWarnings(): { warnings: readonly ConfigWarning[]; warn: Warn; finish: () => void } {
  const warnings: ConfigWarning[] = []
  const counts = new Map<string, KeyCount & { readonly source: Source }>()
  const keysOf = (source: Source): KeyCount => {
    const count = counts.get(source.file) ?? { told: 0, untold: 0, guesses: 0, source }
    counts.set(source.file, count)
    return count
  }
  const warn = Object.assign((warning: ConfigWarning) => void warnings.push(warning), { keysOf })
  const finish = (): void => {
    for (const { untold, source } of counts.values()) {
      if (untold === 0) continue
      const message = `${source.shown}: ${untold} more settings of this file are not read where they are, and have no effect.`
      warn({ message: plainText(message), file: source.file })
    }
  }
  return { warnings, warn, finish }
}

export function warningAt({ node, path }: Field, message: string): ConfigWarning {
  const { source, line } = node.location
  return {
    message: plainText(`${describeLocation(node.location, path)}: ${message}`),
    file: source.file,
    ...(line !== undefined && { line }),
    path,
  }
}
