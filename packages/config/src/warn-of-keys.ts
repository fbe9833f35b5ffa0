import { adviceOnPath, type RightPaths, rightPathsOf, spelling } from './advice-on-key.ts'
import { type ConfigNode, isNothing } from './config-node.ts'
import { type Field, fieldOf } from './field.ts'
import { authKeys, type Level } from './known-keys.ts'
import { environment } from './location.ts'
import { nearest } from './nearest.ts'
import { camelCase, findOption } from './option-name.ts'
import { pathBelow, shownKey } from './shown-key.ts'
import { type KeyCount, type Warn, warningAt } from './warning.ts'

/** Keys of earlier versions and option names of the library. In a file of another program, they are ignored with a warning. */
const moreAuthKeys = ['pkce', 'networks', 'legacy', 'quirks', 'resource_metadata_origins']

/** Whether a key of an auth block is one of ours, however it is spelt. */
export function isAuthKey(key: string): boolean {
  return [...authKeys, ...moreAuthKeys].some((name) => spelling(name) === spelling(key))
}

/** The maximum number of keys of a file that get a warning of their own. More are no typing errors, and take time. */
const tellLimit = 20

/** The maximum number of keys of a file for which a similar word is sought. Nobody misspells more. */
const guessLimit = 200

/**
 * Warns about each key that is not read at its path, with the right path, since the mistake would go unnoticed. Beyond a
 * limit, keys are only counted.
 *
 * @returns the number of such keys
 */
export function warnOfKeys(at: Field, level: Level, warn: Warn): number {
  if (at.node.kind !== 'mapping') return 0
  const rightPaths = rightPathsOf(level)
  let found = 0
  for (const [key, node] of at.node.entries) {
    if (level.keys.includes(key) || isNothing(node)) continue
    const count = warn.keysOf(node.location.source)
    if (count.told === tellLimit) {
      const isMistake = level.isOurs || rightPaths.has(spelling(key)) || isFastAgentOnly(key, node, level, rightPaths)
      const more = isMistake ? 1 : 0
      count.untold += more
      found += more
      continue
    }
    const field = fieldOf(node, pathBelow(at.path, key), shownKey(key))
    const message = adviceOn(key, field, { level, rightPaths, count, isRoot: at.path === '' })
    if (message === undefined) continue
    found += 1
    count.told += 1
    warn(warningAt(field, message))
  }
  return found
}

interface KeyContext {
  readonly level: Level
  readonly rightPaths: RightPaths
  readonly count: KeyCount
  readonly isRoot: boolean
}

/** The note about a key that a file of another program may not set. */
export function fastAgentOnly(key: string): string {
  const { option } = findOption(key)
  const other = option?.effect ? ` For one command there is --set ${camelCase(option.key)}=… of the CLI.` : ''
  return `This is read in fast-agent.yaml only, and has no effect here.${other}`
}

/** The advice about a key; `undefined` if it may belong to another program. */
function adviceOn(key: string, { node }: Field, { level, rightPaths, count, isRoot }: KeyContext): string | undefined {
  if (level.isOurs && key === 'forward') return 'forward belongs to fast-agent itself, and has no effect here.'
  if (isFastAgentOnly(key, node, level, rightPaths)) return fastAgentOnly(key)
  const { file } = node.location.source
  const isEnvironment = file === environment
  // In an auth block of another program's file there is no advice, since it would name our keys, which are not read there.
  const isForeign = level.isOurs && node.path !== undefined && !isEnvironment
  const rightPath = isForeign ? undefined : rightPaths.get(spelling(key))
  if (rightPath !== undefined && !isEnvironment) {
    return adviceOnPath(rightPath, { isJson: /\.jsonc?$/i.test(file), isRoot })
  }
  const meant = isForeign ? undefined : (rightPath?.replace(/^\.\.\//, '') ?? guess(key, level, count))
  if (meant === undefined && !level.isOurs) return undefined
  return `This setting is not known, and has no effect.${meant === undefined ? '' : ` Did you mean ${meant}?`}`
}

/** Whether a key is read only in `fast-agent.yaml`, or is an `auth` block in which all keys are. */
function isFastAgentOnly(
  key: string,
  node: ConfigNode,
  { fastAgentOnly = [] }: Level,
  rightPaths: RightPaths,
): boolean {
  if (fastAgentOnly.includes(key)) return !rightPaths.has(spelling(key))
  if (fastAgentOnly.length === 0 || key !== 'auth' || node.kind !== 'mapping') return false
  return node.entries.size > 0 && [...node.entries.keys()].every((inner) => fastAgentOnly.includes(inner))
}

function guess(key: string, { keys, isOurs }: Level, count: KeyCount): string | undefined {
  if (count.guesses === guessLimit) return undefined
  count.guesses += 1
  // At a level with keys of other programs, only a key that differs from ours by one letter is a mistake.
  return nearest(key, keys, isOurs ? undefined : (candidate) => (candidate.length > 3 ? 1 : 0))
}
