import type { DocumentResult, Documents } from './documents.ts'

/**
 * Fetches resource metadata, and fetches it once more if the connection broke off or `isTemporary` is true for the
 * first result.
 */
export async function askForResource(
  url: string,
  documents: Documents,
  isTemporary: (result: DocumentResult) => boolean = () => false,
): Promise<DocumentResult> {
  const first = await documents.get(url)
  return resourceOnly(isCut(first) || isTemporary(first) ? await documents.again(url) : first)
}

function isCut(result: DocumentResult): boolean {
  return result.kind === 'transient' && result.isCut === true
}

/** Makes a document without a resource a miss: some servers answer every path with 200 and an error in JSON. */
function resourceOnly(result: DocumentResult): DocumentResult {
  if (result.kind !== 'found') return result
  const { url, document } = result
  const isOne = Object.hasOwn(document, 'resource') || Object.hasOwn(document, 'authorization_servers')
  return isOne ? result : { kind: 'miss', url, reason: 'names no resource' }
}
