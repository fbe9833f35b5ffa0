import { createClientMetadata, validateClientMetadata, validateClientMetadataUrl } from '@fast-agent-auth/cimd'
import { createPrinter } from '../terminal/printer.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'
import { findingsOf, printFindings } from './print-findings.ts'

export interface CimdCreateOptions {
  readonly name: string
  readonly port?: readonly number[] | undefined
  readonly path?: string | undefined
  readonly clientUri?: string | undefined
  readonly logoUri?: string | undefined
  readonly json?: boolean | undefined
}

/** Prints a new client metadata document. Nothing else is printed on stdout, which may go to a file. */
export async function cimdCreate(url: string, options: CimdCreateOptions, world: World): Promise<void> {
  const { name, port: ports, path, clientUri, logoUri, json } = options
  const document = createClientMetadata({ url, name, ports, path, clientUri, logoUri })
  const findings = [
    ...findingsOf('url', validateClientMetadataUrl(url)),
    ...findingsOf('document', validateClientMetadata(document, url)),
  ]
  if (json) for (const finding of findings) writeJson({ type: 'finding', ...finding }, world.stderr, world)
  else printFindings(findings, createPrinter(world.stderr, world.env))
  writeJson(document, world.stdout, { ...world, indent: 2 })
}
