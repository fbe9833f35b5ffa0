import { CimdError } from './cimd-error.ts'
import { validateClientMetadataUrl } from './validate-client-metadata-url.ts'

/** @throws CimdError `invalid_url`, without the URL, which may hold a password */
export function assertClientMetadataUrl(url: string): void {
  const found = validateClientMetadataUrl(url).find(({ level }) => level === 'error')
  if (!found) return
  const next = 'Write it like https://example.com/client.json'
  throw new CimdError('invalid_url', `The URL of the client metadata document ${found.message}. ${next}`)
}
