import { type ConfigNode, isNothing } from './config-node.ts'
import { authKeys, type Level } from './known-keys.ts'
import { nearest } from './nearest.ts'
import { environment } from './place.ts'
import { type Setting, settingOf } from './setting.ts'
import { type Warn, warningAt } from './warning.ts'

export function isAuthKey(key: string): boolean {
  return authKeys.some((name) => name === key)
}

/** More keys that are not known are no mistake, and take their time. */
const tellLimit = 20

/** Tells of each key that is not read where it stands, and where it belongs: it would go unnoticed. */
export function warnOfKeys(at: Setting, level: Level, warn: Warn): void {
  if (at.node.kind !== 'mapping') return
  let told = 0
  for (const [key, node] of at.node.entries) {
    const setting = settingOf(node, at.path === '' ? key : `${at.path}.${key}`, key)
    const message = level.keys.includes(key) || isNothing(node) ? undefined : adviceOn(key, setting, level)
    if (message === undefined) continue
    told += 1
    if (told > tellLimit) {
      warn(warningAt(at, `More than ${tellLimit} settings in it are not known, and have no effect.`))
      return
    }
    warn(warningAt(setting, message))
  }
}

export const fastAgentOnly = 'This is read in fast-agent.yaml only, and has no effect here.'

/** `undefined` for a key that may be another program's. */
function adviceOn(key: string, { node, path }: Setting, level: Level): string | undefined {
  if (level.isOurs && key === 'forward') return 'forward belongs to fast-agent itself, and has no effect here.'
  if (isFastAgentOnly(key, node, level)) return fastAgentOnly
  const isEnvironment = node.place.source.file === environment
  // The name that another program gives a key in an auth block need not be known.
  const isForeign = level.isOurs && node.path !== undefined && !isEnvironment
  const place = isForeign ? undefined : placeOf(key, level)
  if (place !== undefined && !isEnvironment) return `This is not read here. Write it as ${resolved(path, key, place)}.`
  const meant = isForeign ? undefined : (place?.replace(/^\.\.\//, '') ?? nearest(key, level.keys, distances(level)))
  if (meant === undefined && !level.isOurs) return undefined
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`
  return `This setting is not known, and has no effect.${guess}`
}

/** Whether a key is read in `fast-agent.yaml` alone, as an `auth` block is that holds nothing but such keys. */
function isFastAgentOnly(key: string, node: ConfigNode, level: Level): boolean {
  const { fastAgentOnly = [] } = level
  if (fastAgentOnly.includes(key)) return placeOf(key, level) === undefined
  if (fastAgentOnly.length === 0 || key !== 'auth' || node.kind !== 'mapping') return false
  return node.entries.size > 0 && [...node.entries.keys()].every((inner) => fastAgentOnly.includes(inner))
}

/** The place where a key belongs, from the level where it stands. Case, `_` and `-` do not count. */
function placeOf(key: string, { keys, elsewhere }: Level): string | undefined {
  const known = normal(key)
  const [, place] = Object.entries(elsewhere).find(([name]) => normal(name) === known) ?? []
  return place ?? keys.find((name) => normal(name) === known)
}

function normal(key: string): string {
  return key.length > 100 ? key : key.toLowerCase().replace(/[_-]/g, '')
}

/** The path of `place`, seen from the level of the key at `path`. */
function resolved(path: string, key: string, place: string): string {
  const level = path.slice(0, path.length - key.length)
  return place.startsWith('../') ? `${level.replace(/[^.]+\.$/, '')}${place.slice('../'.length)}` : level + place
}

/** A level that others write into too has words of its own, which are only told of where they all but are ours. */
function distances({ isOurs }: Level): ((candidate: string) => number) | undefined {
  return isOurs ? undefined : (candidate) => (candidate.length > 3 ? 1 : 0)
}
