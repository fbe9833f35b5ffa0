import type { ConfigWarning } from './config.ts'
import { describePlace } from './place.ts'
import type { Setting } from './setting.ts'

export type Warn = (warning: ConfigWarning) => void

export function warningAt({ node, path }: Setting, message: string): ConfigWarning {
  const { source, line } = node.place
  return {
    message: `${describePlace(node.place, path)}: ${message}`,
    file: source.file,
    ...(line !== undefined && { line }),
    path,
  }
}
