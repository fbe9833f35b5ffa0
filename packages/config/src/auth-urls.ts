import { anyText } from './coerce.ts'
import { type Field, refuse } from './field.ts'
import { hasUserInfo, webUrl } from './web-url.ts'

export function clientMetadataUrl(field: Field): string {
  const value = anyText(field)
  const like = 'Write it like https://example.com/client.json.'
  const url = webUrl(value)
  if (!url) throw refuse(field, `${field.label} must be a URL. ${like}`)
  if (url.protocol !== 'https:') throw refuse(field, `${field.label} must use HTTPS scheme. ${like}`)
  if (url.pathname === '/') throw refuse(field, `${field.label} must have a non-root pathname. ${like}`)
  return value
}

export function issuerUrl(field: Field): string {
  const value = anyText(field)
  const like = 'Write it as the authorization server does, like https://auth.example.com.'
  const url = webUrl(value)
  // `allow.http` says which hosts may have http.
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse(field, `${field.label} must be an https URL. ${like}`)
  if (hasUserInfo(value) || /[?#]/.test(value)) {
    throw refuse(field, `${field.label} must be a URL without user name, query and fragment. ${like}`)
  }
  return value
}

export function redisUrl(field: Field): string {
  const value = anyText(field)
  if (/^rediss?:$/.test(webUrl(value)?.protocol ?? '')) return value
  throw refuse(field, `${field.label} must be a redis or rediss URL. Write it like redis://localhost:6379.`)
}
