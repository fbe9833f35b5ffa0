import { isNothing } from './config-node.ts'
import { type Field, fieldAt, fieldsOf, refuse } from './field.ts'
import { webUrl } from './web-url.ts'

/**
 * Checks that a metadata document keeps to one origin. A repository may bring it along: if it could name an issuer that
 * the person trusts and endpoints of somebody else, secrets for the issuer would go there.
 *
 * @throws ConfigError `invalid_value` where a URL of the document is not on the origin of its own issuer
 */
export function assertOneOrigin(document: Field): void {
  const issuer = fieldAt(document, 'issuer')
  const origin = issuer && originOf(issuer)
  for (const url of urlsOf(document)) {
    if (origin !== undefined && originOf(url) === origin) continue
    const rule = `must be a URL on the origin of the issuer that ${document.label} names`
    const next = 'Correct it. If you know better, leave the document out here and give it with the command'
    throw refuse(
      url,
      `${url.label} ${rule}: codes and secrets of that issuer go there. ${next}: --set authorizationServer=….`,
    )
  }
}

/** The members that are URLs, by the names that RFC 8414 and its registry give them; of RFC 8705 each alias is one. */
function urlsOf(document: Field): readonly Field[] {
  const aliases = fieldAt(document, 'mtls_endpoint_aliases')
  const named = fieldsOf(document).filter(([key]) => /_(endpoint|uri)$/.test(key))
  const members = [...named, ...(aliases ? fieldsOf(aliases) : [])].map(([, member]) => member)
  return members.filter(({ node }) => !isNothing(node))
}

function originOf({ node }: Field): string | undefined {
  const url = node.kind === 'scalar' ? webUrl(String(node.value)) : undefined
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined
}
