import { isNothing } from './config-node.ts'
import { nearest } from './nearest.ts'
import { type Setting, settingOf } from './setting.ts'
import { type Warn, warningAt } from './warning.ts'

const authKeys = [
  'oauth',
  'redirect_port',
  'redirect_path',
  'redirect_host',
  'scope',
  'persist',
  'client_metadata_url',
  'client_id',
  'client_secret',
  'token_endpoint_auth_method',
  'issuer',
  'authorization_params',
  'pkce',
  'networks',
  'account',
  'redis_url',
] as const

export function isAuthKey(key: string): boolean {
  return authKeys.some((name) => name === key)
}

/** More of them are no mistake, and take their time. */
const tellLimit = 20

/** Tells of keys in an auth block that have no effect: a misspelt one would go unnoticed. */
export function warnOfAuthKeys(auth: Setting, warn: Warn): void {
  if (auth.node.kind !== 'mapping') return
  let unknown = 0
  for (const [key, node] of auth.node.entries) {
    if (isAuthKey(key)) continue
    unknown += 1
    if (unknown > tellLimit) {
      warn(warningAt(auth, `More than ${tellLimit} settings in it are not known, and have no effect.`))
      return
    }
    const setting = settingOf(node, `${auth.path}.${key}`, key)
    if (key === 'forward') {
      if (!isNothing(node)) warn(warningAt(setting, 'forward belongs to fast-agent itself, and has no effect here.'))
      continue
    }
    // What another program calls it, we need not know.
    const meant = node.path === undefined ? nearest(key, authKeys) : undefined
    const guess = meant === undefined ? '' : ` Did you mean ${meant}?`
    warn(warningAt(setting, `This setting is not known, and has no effect.${guess}`))
  }
}
