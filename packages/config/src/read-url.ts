import { anyText } from './coerce.ts'
import { type Field, refuse } from './field.ts'
import { hasUserInfo, isLoopback, webUrl } from './web-url.ts'

/**
 * The URL of an MCP server, as text and parsed.
 *
 * @throws ConfigError `invalid_value`, without the URL, which may hold a key
 */
export function readUrl(field: Field): { readonly href: string; readonly url: URL } {
  const href = anyText(field)
  const { label } = field
  if (!href.includes('://')) {
    const meant = webUrl(`http://${href}`)
    const scheme = meant && isLoopback(meant) ? 'http' : 'https'
    throw refuse(field, `${label} must be an absolute http or https URL. Write it with its scheme: ${scheme}://…`)
  }
  const url = webUrl(href)
  if (!url) throw refuse(field, `${label} must be a URL. Write it like https://mcp.example.com/mcp.`)
  if (!/^https?:$/.test(url.protocol)) throw refuse(field, `${label} must be an http or https URL.`)
  if (hasUserInfo(href)) {
    const next = 'Send credentials by headers or sign in instead'
    throw refuse(field, `${label} must not hold a user name or password. ${next}.`)
  }
  return { href, url }
}
