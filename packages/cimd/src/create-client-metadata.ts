import { assertClientMetadataUrl } from './assert-client-metadata-url.ts'
import { CimdError } from './cimd-error.ts'
import type { ClientMetadata } from './client-metadata.ts'
import { clientMetadataSizeLimit } from './read-document.ts'
import { validateClientMetadata } from './validate-client-metadata.ts'

export interface CreateClientMetadataOptions {
  /** The URL at which the document will be published: the id of the client. */
  readonly url: string
  /** The name that people see when they sign in. */
  readonly name: string
  /** The ports on which the application may wait for the browser. Default 3030, 3031, 3032, 8080. */
  readonly ports?: readonly number[] | undefined
  /** Default `/callback`. */
  readonly path?: string | undefined
  /** Default `127.0.0.1`, as RFC 8252 §8.3 wants. */
  readonly host?: '127.0.0.1' | 'localhost' | undefined
  /** The home page of the application. */
  readonly clientUri?: string | undefined
  readonly logoUri?: string | undefined
}

/**
 * Makes the document of a native application without a secret, in which `validateClientMetadata` finds no error. It lists the
 * redirect URI once without a port, for servers that allow any port (RFC 8252 §7.3), and once for each port, for servers that
 * compare exactly.
 *
 * @throws CimdError `invalid_url` or `invalid_option`
 */
export function createClientMetadata(options: CreateClientMetadataOptions): ClientMetadata {
  const { url, name, clientUri, logoUri } = options
  assertClientMetadataUrl(url)
  const document: ClientMetadata = {
    client_id: url,
    client_name: name,
    ...(clientUri !== undefined && { client_uri: clientUri }),
    ...(logoUri !== undefined && { logo_uri: logoUri }),
    redirect_uris: redirectUris(options),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  }
  const found = validateClientMetadata(document, url).find(({ level }) => level === 'error')
  if (found) throw new CimdError('invalid_option', `The new client metadata document ${found.message}.`)
  if (new TextEncoder().encode(JSON.stringify(document, null, 2)).length >= clientMetadataSizeLimit) {
    const limit = `${clientMetadataSizeLimit / 1024} KB`
    throw new CimdError(
      'invalid_option',
      `The new client metadata document is larger than ${limit}, which servers refuse.`,
    )
  }
  return document
}

function redirectUris({
  host = '127.0.0.1',
  ports = [3030, 3031, 3032, 8080],
  path = '/callback',
}: CreateClientMetadataOptions): readonly string[] {
  const refusal = refusePorts(ports) ?? refusePath(path)
  if (refusal !== undefined) throw new CimdError('invalid_option', refusal)
  // Port 80 is the default, and browsers omit it.
  const written = ports.filter((port) => port !== 80).map((port) => `http://${host}:${port}${path}`)
  return [...new Set([`http://${host}${path}`, ...written])]
}

function refusePorts(ports: readonly number[]): string | undefined {
  const wrong = ports.find((port) => !Number.isInteger(port) || port < 1 || port > 65535)
  return wrong === undefined
    ? undefined
    : `A port of a redirect URI is an integer from 1 to 65535; got ${String(wrong)}.`
}

function refusePath(path: string): string | undefined {
  const got = `got ${JSON.stringify(path)}.`
  if (!path.startsWith('/')) return `The path of a redirect URI must begin with "/"; ${got}`
  if (/[?#]/.test(path)) return `The path of a redirect URI must not have a query or a fragment; ${got}`
  // The browser normalizes the path, and servers compare byte for byte.
  if (new URL(`http://127.0.0.1${path}`).pathname !== path) {
    return `The path of a redirect URI must be as a browser sends it: no "..", no blanks, other characters encoded; ${got}`
  }
  return undefined
}
