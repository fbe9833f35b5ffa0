import { type Client, isRegistrationForm, isTokenEndpointAuthMethod } from '../protocol/client.ts'

const strings = ['clientSecret', 'resource', 'name', 'requestedScope', 'scope'] as const
const times = ['secretExpiresAt', 'registeredAt', 'skipProbeUntil'] as const

/** Whether a member of a record is a client: the record may be damaged, or written by another program. */
export function isClient(value: unknown): value is Client {
  if (typeof value !== 'object' || value === null) return false
  const client = value as Readonly<Record<string, unknown>>
  const { clientId, tokenEndpointAuthMethod, redirectUris, registeredAs, retired } = client
  return (
    typeof clientId === 'string' &&
    isTokenEndpointAuthMethod(tokenEndpointAuthMethod) &&
    strings.every((name) => client[name] === undefined || typeof client[name] === 'string') &&
    times.every((name) => client[name] === undefined || typeof client[name] === 'number') &&
    (redirectUris === undefined || (Array.isArray(redirectUris) && redirectUris.every(isUrl))) &&
    (registeredAs === undefined || isRegistrationForm(registeredAs)) &&
    (retired === undefined || typeof retired === 'boolean')
  )
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
}
