import { isNothing } from './config-node.ts'
import { type Field, fieldAt, fieldsOf, refuse } from './field.ts'
import { webUrl } from './web-url.ts'

/**
 * Checks that all URLs of a metadata document are on one origin. A document from a repository could name an issuer that the
 * person trusts, but endpoints of somebody else, which would then get the secrets for the issuer.
 *
 * @throws ConfigError `invalid_value` if a URL of the document is not on the origin of its own issuer
 */
export function assertOneOrigin(document: Field): void {
  const issuer = fieldAt(document, 'issuer')
  const origin = issuer && originOf(issuer)
  for (const url of urlsOf(document)) {
    if (origin !== undefined && originOf(url) === origin) continue
    const rule = `must be a URL on the origin of the issuer in ${document.label}`
    const next = 'Correct it. If the URL is right, remove the document here, and give it with the command'
    throw refuse(
      url,
      `${url.label} ${rule}, since codes and secrets of that issuer go there. ${next}: --set authorizationServer=….`,
    )
  }
}

/** The `…_endpoint` and `…_uri` members (RFC 8414, its registry), and all mTLS aliases (RFC 8705). */
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
