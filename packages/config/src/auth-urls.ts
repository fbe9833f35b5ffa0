import { anyText } from './coerce.ts'
import { refuse, type Setting } from './setting.ts'
import { hasUserInfo, webUrl } from './web-url.ts'

export function clientMetadataUrl(setting: Setting): string {
  const value = anyText(setting)
  const like = 'Write it like https://example.com/client.json.'
  const url = webUrl(value)
  if (!url) throw refuse(setting, `${setting.label} must be a URL. ${like}`)
  if (url.protocol !== 'https:') throw refuse(setting, `${setting.label} must use HTTPS scheme. ${like}`)
  if (url.pathname === '/') throw refuse(setting, `${setting.label} must have a non-root pathname. ${like}`)
  return value
}

export function issuerUrl(setting: Setting): string {
  const value = anyText(setting)
  const like = 'Write it as the authorization server does, like https://auth.example.com.'
  const url = webUrl(value)
  // `allow.http` says which hosts may have http.
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse(setting, `${setting.label} must be an https URL. ${like}`)
  if (hasUserInfo(value) || /[?#]/.test(value)) {
    throw refuse(setting, `${setting.label} must be a URL without user name, query and fragment. ${like}`)
  }
  return value
}

export function redisUrl(setting: Setting): string {
  const value = anyText(setting)
  if (/^rediss?:$/.test(webUrl(value)?.protocol ?? '')) return value
  throw refuse(setting, `${setting.label} must be a redis or rediss URL. Write it like redis://localhost:6379.`)
}
