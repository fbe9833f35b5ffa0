import {
  clientMetadataSizeLimit,
  fetchClientMetadata,
  validateClientMetadata,
  validateClientMetadataUrl,
} from '@fast-agent-auth/cimd'
import { allNetworks, displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { createGuardedFetch } from '@fast-agent-auth/guarded-fetch'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { isUrl } from '../servers/is-url.ts'
import { announceWait } from '../terminal/announce-wait.ts'
import { createPrinter, type Printer } from '../terminal/printer.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'
import { findingsOf, printFindings, type SubjectFinding } from './print-findings.ts'
import { documentName, readDocumentFile } from './read-document-file.ts'

export interface CimdValidateOptions {
  readonly url?: string | undefined
  readonly json?: boolean | undefined
}

/** A checked document: its name, without secrets, and the findings. */
interface Examined {
  readonly name: string
  readonly findings: readonly SubjectFinding[]
}

type Tell = (findings: readonly SubjectFinding[]) => void

/**
 * Checks a client metadata document at a URL, in a file or on stdin. Fails if an authorization server would refuse it.
 */
export async function cimdValidate(source: string, options: CimdValidateOptions, world: World): Promise<void> {
  const isPublished = isUrl(source)
  if (isPublished && options.url !== undefined) throw new CliError(exitCodes.usage, 'Use --url only with a file.')
  const out = createPrinter(world.stdout, world.env)
  const tell: Tell = (findings) => (options.json ? undefined : printFindings(findings, out))
  const examined = await (isPublished
    ? examinePublished(source, tell, world)
    : examineFile(source, options, tell, world))
  if (options.json) printJson(examined, world)
  conclude(examined, options, out)
}

async function examinePublished(url: string, tell: Tell, world: World): Promise<Examined> {
  const ofUrl = findingsOf('url', validateClientMetadataUrl(url))
  tell(ofUrl)
  // The URL may hold a password, so the message does not name it.
  if (ofUrl.some(isError)) return { name: 'The URL', findings: ofUrl }
  // The person chose the URL, so it may be in any network.
  const fetch = createGuardedFetch({ networks: allNetworks })
  const fetched = fetchClientMetadata(url, { fetch, signal: world.signal })
  const { findings } = await announceWait(`Waiting for ${displayUrl(url)}.`, fetched, world)
  const ofDocument = findingsOf('document', findings)
  tell(ofDocument)
  return { name: displayUrl(url), findings: [...ofUrl, ...ofDocument] }
}

async function examineFile(path: string, options: CimdValidateOptions, tell: Tell, world: World): Promise<Examined> {
  const document = await readDocumentFile(path, clientMetadataSizeLimit, world)
  const url = options.url ?? ownUrl(document)
  const ofUrl = url === undefined ? [] : findingsOf('url', validateClientMetadataUrl(url))
  const findings = [...ofUrl, ...findingsOf('document', validateClientMetadata(document, url ?? ''))]
  tell(findings)
  return { name: documentName(path), findings }
}

/** The client_id of a document. Its absence is a finding of the document. */
function ownUrl(document: unknown): string | undefined {
  if (typeof document !== 'object' || document === null || !('client_id' in document)) return undefined
  return typeof document.client_id === 'string' ? document.client_id : undefined
}

function printJson({ name, findings }: Examined, { stdout, secrets }: World): void {
  const result = { checked: name, valid: !findings.some(isError), findings }
  writeJson(result, stdout, { secrets, indent: 2 })
}

/** @throws CliError if the document is not valid */
function conclude({ name, findings }: Examined, { json }: CimdValidateOptions, out: Printer): void {
  const errors = findings.filter(isError).length
  const counted = [count(errors, 'error'), count(findings.length - errors, 'warning')].filter(Boolean).join(', ')
  if (errors > 0) throw new CliError(exitCodes.failed, `${name} is not valid: ${counted}.`, { code: 'not_valid' })
  if (json) return
  out.sentence(counted === '' ? `${name} is valid.` : `${name} is valid, with ${counted}.`)
}

function count(number: number, noun: string): string {
  if (number === 0) return ''
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`
}

function isError({ level }: SubjectFinding): boolean {
  return level === 'error'
}
