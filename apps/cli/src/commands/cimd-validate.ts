import {
  clientMetadataSizeLimit,
  type Finding,
  fetchClientMetadata,
  validateClientMetadata,
  validateClientMetadataUrl,
} from '@fast-agent-auth/cimd'
import { shownUrl } from '@fast-agent-auth/discovery'
import { announceWait } from '../announce-wait.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { printFindings } from '../print-findings.ts'
import { createPrinter, type Printer } from '../printer.ts'
import { readDocumentFile } from '../read-document-file.ts'
import type { World } from '../world.ts'

export interface CimdValidateOptions {
  readonly url?: string | undefined
}

/** Checks a client metadata document, published or in a file. Fails where an authorization server would refuse it. */
export async function cimdValidate(place: string, options: CimdValidateOptions, world: World): Promise<void> {
  const out = createPrinter(world.stdout, world.env)
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(place)) return validateFile(place, options, out)
  if (options.url !== undefined) throw new CliError(exitCodes.usage, '--url goes with a file.')
  await validatePublished(place, out, world)
}

async function validatePublished(url: string, out: Printer, world: World): Promise<void> {
  const urlFindings = validateClientMetadataUrl(url)
  printFindings('The URL', urlFindings, out)
  // Not named: it may hold a password.
  if (urlFindings.some(isError)) return conclude('The URL', urlFindings, out)
  const fetched = fetchClientMetadata(url, { signal: world.signal })
  const { findings } = await announceWait(`Waiting for ${shownUrl(url)}.`, fetched, world)
  printFindings('The document', findings, out)
  conclude(shownUrl(url), [...urlFindings, ...findings], out)
}

async function validateFile(path: string, options: CimdValidateOptions, out: Printer): Promise<void> {
  const document = await readDocumentFile(path, clientMetadataSizeLimit)
  const url = options.url ?? ownUrl(document)
  const urlFindings = url === undefined ? [] : validateClientMetadataUrl(url)
  const findings = validateClientMetadata(document, url ?? '')
  printFindings('The URL', urlFindings, out)
  printFindings('The document', findings, out)
  conclude(path, [...urlFindings, ...findings], out)
}

/** Where there is none, that is an error of the document. */
function ownUrl(document: unknown): string | undefined {
  if (typeof document !== 'object' || document === null || !('client_id' in document)) return undefined
  return typeof document.client_id === 'string' ? document.client_id : undefined
}

function conclude(subject: string, findings: readonly Finding[], out: Printer): void {
  const errors = findings.filter(isError).length
  const warnings = findings.length - errors
  const counted = [count(errors, 'error'), count(warnings, 'warning')].filter((text) => text !== '').join(', ')
  if (errors > 0) throw new CliError(exitCodes.failed, `${subject} is not valid: ${counted}.`)
  out.sentence(counted === '' ? `${subject} is valid.` : `${subject} is valid, with ${counted}.`)
}

function count(number: number, noun: string): string {
  if (number === 0) return ''
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`
}

function isError({ level }: Finding): boolean {
  return level === 'error'
}
