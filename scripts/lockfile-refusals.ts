import { posix } from 'node:path'

/** The parts of a `pnpm-lock.yaml` of version 9 that are read. */
export interface Lockfile {
  readonly importers?: Readonly<Record<string, Importer>>
  readonly packages?: Readonly<Record<string, { readonly resolution?: Readonly<Record<string, unknown>> }>>
  readonly snapshots?: Readonly<Record<string, unknown>>
}

type Importer = Readonly<Record<string, Readonly<Record<string, { readonly version: string }>>>>

/** The reasons why this lockfile does not say for certain what is installed. */
export function lockfileRefusals(lockfile: Lockfile): readonly string[] {
  const { importers = {}, packages = {}, snapshots = {} } = lockfile
  return [
    ...Object.entries(packages).flatMap(([key, { resolution = {} }]) => ofResolution(key, resolution)),
    ...Object.keys(snapshots)
      .filter((key) => !Object.hasOwn(packages, withoutPeers(key)))
      .map((key) => `${key} is installed, but nothing says from where and with which hash`),
    ...Object.entries(importers).flatMap(([folder, importer]) => ofLinks(folder, importer, importers)),
    ...addresses(lockfile).map((text) => `the address ${text}: a lockfile is the same for every registry`),
  ]
}

function ofResolution(key: string, resolution: Readonly<Record<string, unknown>>): readonly string[] {
  if (resolution.type === 'git' || 'repo' in resolution) return [`${key} comes from git`]
  if (resolution.type === 'directory' || 'directory' in resolution) return [`${key} comes from a folder`]
  if ('tarball' in resolution) return [`${key} comes from a tarball's URL`]
  if (resolution.type !== undefined) return [`${key} comes from somewhere unknown: ${resolution.type}`]
  // Exactly 64 bytes: older hashes can be forged, and a part of one is none.
  if (/^sha512-[A-Za-z0-9+/]{86}==$/.test(String(resolution.integrity))) return []
  return [`${key} has no sha512 hash`]
}

/** `next@1.0.0(react@19.0.0)` is the package `next@1.0.0`. */
function withoutPeers(key: string): string {
  return key.replace(/\(.*$/, '')
}

function ofLinks(folder: string, importer: Importer, importers: object): readonly string[] {
  return Object.values(importer)
    .flatMap((dependencies) => Object.entries(dependencies))
    .filter(([, { version }]) => /^(link|file):/.test(version))
    .filter(([, { version }]) => !Object.hasOwn(importers, linked(folder, version)))
    .map(([name, { version }]) => `${folder} takes ${name} from outside the workspace: ${version}`)
}

function linked(folder: string, version: string): string {
  return version.startsWith('link:') ? posix.join(folder, version.slice('link:'.length)) : version
}

/** Every text with an address in it, keys included; a maintainer's words on why a version is deprecated may have one. */
function addresses(value: unknown): readonly string[] {
  if (typeof value === 'string') return /:\/\/|^git@|^(github|gitlab|bitbucket|gist):/.test(value) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .filter(([key]) => key !== 'deprecated')
    .flatMap(([key, inner]) => [...addresses(key), ...addresses(inner)])
}
