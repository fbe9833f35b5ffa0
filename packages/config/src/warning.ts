import type { ConfigWarning } from './config.ts'
import { describePlace } from './place.ts'
import { plainText } from './plain-text.ts'
import type { Setting } from './setting.ts'

export type Warn = (warning: ConfigWarning) => void

export function warningAt({ node, path }: Setting, message: string): ConfigWarning {
  const { source, line } = node.place
  return {
    message: plainText(`${describePlace(node.place, path)}: ${message}`),
    file: source.file,
    ...(line !== undefined && { line }),
    path,
  }
}
