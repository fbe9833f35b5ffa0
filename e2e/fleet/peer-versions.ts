import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import type { ApplicationName } from './row.ts'

const packages: readonly (readonly [ApplicationName, string])[] = [
  ['SDK v1', '@modelcontextprotocol/sdk'],
  ['SDK v2', '@modelcontextprotocol/client'],
  ['mcp-remote', 'mcp-remote'],
]

/** The versions that are installed here, by the names of the applications. */
export async function peerVersions(): Promise<ReadonlyMap<ApplicationName, string>> {
  const versions = packages.map(async ([name, specifier]) => {
    const manifest = findPackageJSON(specifier, import.meta.url)
    const { version } = JSON.parse(manifest === undefined ? '{}' : await readFile(manifest, 'utf8'))
    return [name, String(version)] as const
  })
  return new Map(await Promise.all(versions))
}
